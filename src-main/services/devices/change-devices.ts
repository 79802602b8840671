import type { DeviceChange } from '../../../src-shared/contract/device-setup-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { loadPrinterProfile } from '../../devices/profiles/load-profile.ts';
import { changeSettings } from '../change-settings.ts';
import type { Till } from '../till.ts';
import { applyDeviceChange } from './device-changes.ts';

/**
 * Changes the devices of this terminal: checked first, so that a profile with a mistake in it is refused with its line and never put in
 * force; then saved and journalled like every other setting. The caller lets the devices follow.
 */
export function changeDevices(till: Till, change: DeviceChange, profileFolders: readonly string[]): Result<null, Refusal> {
  const usable = usableChange(till, change, profileFolders);
  if (!usable.ok) return usable;
  const settings = applyDeviceChange(till.settings, change);
  if (!settings.ok) return settings;
  const quarrel = sharedPort(settings.value) ?? sharedScanner(settings.value);
  if (quarrel !== null) return fail(refusal('devices.port-taken', quarrel));
  return changeSettings(till, settings.value, `devices: ${change.kind}`, ['devices.manage']);
}

function usableChange(till: Till, change: DeviceChange, profileFolders: readonly string[]): Result<null, Refusal> {
  if (change.kind === 'printer.put') return usableProfile(change.printer.profileId, profileFolders);
  const goesWith =
    change.kind === 'practice.set' && !change.on ? till.settings.printers.filter(({ transport }) => transport.kind === 'virtual') : [];
  const gone = change.kind === 'printer.remove' ? [change.printerId] : goesWith.map(({ printerId }) => printerId);
  // A paper that waits for a printer that is gone would wait for ever, and nobody would know where.
  const waiting = gone.some((printerId) => {
    const status = till.printing.status(printerId);
    return status.waiting + status.asking > 0;
  });
  return waiting ? fail(refusal('devices.printer-has-jobs')) : ok(null);
}

function usableProfile(profileId: string, folders: readonly string[]): Result<null, Refusal> {
  const profile = loadPrinterProfile(folders, profileId);
  if (profile.ok) return ok(null);
  const { code, file, findings } = profile.error;
  return fail(
    refusal(code === 'profile.missing' ? 'devices.profile-missing' : 'devices.profile-invalid', { file, finding: findings[0] ?? '' }),
  );
}

/** The first HID scanner that two of the settings would take, as `sharedPort`: one without a number takes any of its kind. */
function sharedScanner({ hidScanners }: StoreSettings): { readonly path: string; readonly name: string } | null {
  for (const [at, one] of hidScanners.entries()) {
    const before = hidScanners.slice(0, at).find((other) => {
      const isOfKind = other.vendorId === one.vendorId && other.productId === one.productId;
      return isOfKind && (other.serialNumber === null || one.serialNumber === null || other.serialNumber === one.serialNumber);
    });
    if (before !== undefined) return { path: `USB ${hex(one.vendorId)}:${hex(one.productId)}`, name: before.name };
  }
  return null;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

/** The first serial port that two devices of the settings would open, and the name of the one that has it; null when each has its own. */
function sharedPort({
  scale,
  customerDisplay,
  serialScanners,
  printers,
}: StoreSettings): { readonly path: string; readonly name: string } | null {
  const users = [
    { name: scale?.name ?? '', connection: scale?.connection },
    { name: customerDisplay?.protocol ?? '', connection: customerDisplay?.connection },
    ...serialScanners.map(({ name, path }) => ({ name, connection: { kind: 'serial' as const, path } })),
    ...printers.map(({ name, transport }) => ({ name, connection: transport })),
  ];
  const taken = new Map<string, string>();
  for (const { name, connection } of users) {
    if (connection?.kind !== 'serial') continue;
    const before = taken.get(connection.path);
    if (before !== undefined) return { path: connection.path, name: before };
    taken.set(connection.path, name);
  }
  return null;
}
