import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DeviceCheck } from '../../src-shared/contract/device-setup-api.ts';
import type { DataFolder } from './data-folder.ts';
import { writeDurably } from './write-durably.ts';

const FILE = 'device-checks.json';
const MAX_CHECKS = 200;
const UNTESTED: DeviceCheck = { result: 'untested', at: null };

const fileSchema = z.record(z.string(), z.object({ result: z.enum(['passed', 'failed']), at: z.iso.datetime(), settings: z.string() }));
type CheckFile = z.infer<typeof fileSchema>;

/** What a technician said of each device's test, kept beside the settings: the set-up can be left, and is gone on with where it was. */
export interface DeviceChecks {
  /** `settings`: those the device has now. Others than at the test, and it is untested again. */
  of(deviceId: string, settings: unknown): DeviceCheck;
  /** A disk that refuses forgets it at the next start; nothing else depends on it. False then. */
  note(deviceId: string, settings: unknown, check: { readonly result: 'passed' | 'failed'; readonly at: string }): boolean;
}

export function openDeviceChecks(folder: DataFolder): DeviceChecks {
  const path = join(folder.root, FILE);
  let checks = read(path);
  return {
    of: (deviceId, settings) => {
      const found = checks[deviceId];
      return found === undefined || found.settings !== fingerprintOf(settings) ? UNTESTED : { result: found.result, at: found.at };
    },
    note: (deviceId, settings, check) => {
      const entries = Object.entries(checks).filter(([id]) => id !== deviceId);
      checks = Object.fromEntries(
        [...entries, [deviceId, { ...check, settings: fingerprintOf(settings) }]].slice(-MAX_CHECKS),
      ) as CheckFile;
      try {
        writeDurably(path, `${JSON.stringify(checks, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Not there, or spoilt: the tests are made again, which costs a minute. */
function read(path: string): CheckFile {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function fingerprintOf(settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22);
}
