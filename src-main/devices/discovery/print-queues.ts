import { execFile } from 'node:child_process';

const LIST_MS = 5_000;
const MAX_OUTPUT_BYTES = 200_000;
const MAX_LISTED = 64;
/** As the settings take a queue's name: no beginning that a command could take for an option, no control characters. */
const QUEUE_NAME = /^[^-\u0000-\u001F][^\u0000-\u001F]{0,219}$/;

export interface QueueCommand {
  readonly file: string;
  readonly args: readonly string[];
}

export interface QueueList {
  readonly queues: readonly string[];
  /** `no-subsystem`: this machine has no print spooler. `no-answer`: it has one that does not answer. */
  readonly fault: 'no-subsystem' | 'no-answer' | null;
}

/** `lpstat -e` names every queue, one a line (CUPS 1.6); Windows tells them through PowerShell. */
export function queueCommand(platform: NodeJS.Platform): QueueCommand {
  if (platform !== 'win32') return { file: 'lpstat', args: ['-e'] };
  const script = '[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-CimInstance Win32_Printer | ForEach-Object { $_.Name }';
  return { file: 'powershell.exe', args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script] };
}

/** The print queues of this machine. Never rejects. */
export function listPrintQueues(command: QueueCommand = queueCommand(process.platform)): Promise<QueueList> {
  return new Promise((resolve) => {
    execFile(
      command.file,
      [...command.args],
      { timeout: LIST_MS, maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true, encoding: 'utf8' },
      (error, output) => {
        if (error !== null) {
          // CUPS without a single queue says so by its exit code, and on its standard error only.
          if ('code' in error && typeof error.code === 'number' && output.trim() === '') resolve({ queues: [], fault: null });
          else resolve({ queues: [], fault: 'code' in error && error.code === 'ENOENT' ? 'no-subsystem' : 'no-answer' });
          return;
        }
        resolve({ queues: queuesIn(output), fault: null });
      },
    );
  });
}

export function queuesIn(output: string): readonly string[] {
  const names = output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => QUEUE_NAME.test(line));
  return [...new Set(names)].slice(0, MAX_LISTED);
}
