import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LineConnection } from '../../src-main/devices/transport/line.ts';
import { serialLine } from '../../src-main/devices/transport/serial.ts';
import { USUAL_FORMAT } from '../../src-shared/settings/serial-devices.ts';

const READY_MS = 10_000;
const LOOK_MS = 20;

/** Two serial ports joined by a cable, without hardware: what is written to one is read from the other. Modem lines do not exist on them. */
export class PtyPair {
  readonly near: string;
  readonly far: string;
  private readonly folder: string;
  private cable: ChildProcess | null = null;

  private constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'contacto-pty-'));
    this.near = join(this.folder, 'near');
    this.far = join(this.folder, 'far');
  }

  static async plugged(): Promise<PtyPair> {
    const pair = new PtyPair();
    await pair.plug();
    return pair;
  }

  async plug(): Promise<void> {
    const [command, ...args] = cableCommand(this.near, this.far);
    this.cable = spawn(command, args, { stdio: 'ignore' });
    for (let waitedMs = 0; !existsSync(this.near) || !existsSync(this.far); waitedMs += LOOK_MS) {
      if (waitedMs > READY_MS) throw new Error(`${command} made no pair of terminals`);
      await delay(LOOK_MS);
    }
  }

  /** Both ports vanish from the system, as an adapter's does when it is pulled out. */
  async unplug(): Promise<void> {
    const { cable } = this;
    this.cable = null;
    if (cable === null) return;
    const ended = new Promise((resolve) => cable.once('exit', resolve));
    cable.kill('SIGTERM');
    await ended;
    rmSync(this.near, { force: true });
    rmSync(this.far, { force: true });
  }

  async remove(): Promise<void> {
    await this.unplug();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** socat where there is one, else Python, which nearly every system has; neither is a reason to fail, not to skip. */
function cableCommand(near: string, far: string): [string, ...string[]] {
  const hasSocat = spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
  if (hasSocat && process.env.CONTACTO_TEST_PTY !== 'python') {
    return ['socat', `pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`];
  }
  if (spawnSync('python3', ['-V'], { stdio: 'ignore' }).status !== 0) throw new Error('tests of serial lines need socat or python3');
  return ['python3', '-c', PYTHON_CABLE, near, far];
}

const PYTHON_CABLE = `
import os, select, signal, sys, tty
ends = []
for path in sys.argv[1:]:
    master, slave = os.openpty()
    tty.setraw(slave)
    os.symlink(os.ttyname(slave), path)
    ends.append((master, slave))
def leave(*_):
    for path in sys.argv[1:]:
        os.unlink(path)
    os._exit(0)
signal.signal(signal.SIGTERM, leave)
(a, _), (b, _) = ends
while True:
    for source in select.select([a, b], [], [])[0]:
        data = os.read(source, 4096)
        os.write(b if source == a else a, data)
`;

/** The other end of a cable, as a device there sees it. */
export async function openFar(pair: PtyPair): Promise<LineConnection> {
  const opened = await serialLine({ path: pair.far, format: USUAL_FORMAT }).open(new AbortController().signal);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

/** Plugs a built-in device into the far end of a cable. Returns the function that pulls it out. */
export async function attachDevice(
  pair: PtyPair,
  connect: (answer: (bytes: Uint8Array) => void) => { readonly receive: (bytes: Uint8Array) => void } | null,
): Promise<() => Promise<void>> {
  const connection = await openFar(pair);
  const stop = new AbortController();
  const link = connect((bytes) => void connection.write(bytes, stop.signal));
  if (link === null) throw new Error('the device is taken');
  const serve = async (): Promise<void> => {
    for (;;) {
      const read = await connection.read(stop.signal);
      if (read?.ok !== true) return;
      link.receive(read.value);
    }
  };
  const serving = serve();
  return async () => {
    stop.abort();
    await serving;
    await connection.destroy();
  };
}
