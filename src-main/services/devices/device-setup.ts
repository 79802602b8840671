import type { DeviceOverview, Exchange } from '../../../src-shared/contract/device-setup-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { DISPLAY_ID, devicesOf, printerDeviceId, SCALE_ID, scannerDeviceId } from '../../../src-shared/settings/device-ids.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { describeExchange, type Speech } from '../../devices/describe-exchange.ts';
import type { ExchangeLogs, ExchangeRecord } from '../../devices/exchange-log.ts';
import { listPrinterProfiles } from '../../devices/profiles/list-profiles.ts';
import type { PrinterProfile } from '../../devices/profiles/printer-profile.ts';
import type { DeviceChecks } from '../../settings/device-checks.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';

/** Of the bytes of one exchange: what fits on a screen. */
const SHOWN_BYTES = 256;

/** What the set-up of devices stands on beside the till. */
export interface DeviceSetupParts {
  readonly exchanges: ExchangeLogs;
  readonly checks: DeviceChecks;
  /** Where profiles are looked for: the shop's own folder first, then the program's. */
  readonly profileFolders: readonly [string, string];
}

/** What stands, what was tested, and which profiles there are. */
export function overviewOf({ settings }: Till, { checks, profileFolders }: DeviceSetupParts): DeviceOverview {
  const { profiles, broken } = listPrinterProfiles(profileFolders);
  return {
    checks: Object.fromEntries(devicesOf(settings).map((device) => [device.deviceId, checks.of(device.deviceId, device.settings)])),
    profiles: profiles.map(({ profile, folder }) => ({
      profileId: profile.profileId,
      name: profile.name,
      from: folder === profileFolders[0] ? 'shop' : 'program',
      widthDots: profile.widthDots,
      columns: profile.columns,
      cuts: profile.cutter !== 'none',
      hasDrawer: profile.drawer !== null,
    })),
    brokenProfiles: broken.map(({ file, findings }) => ({ file, findings: [...findings] })),
    profileFolder: profileFolders[0],
  };
}

export function usableProfiles({ profileFolders }: DeviceSetupParts): readonly PrinterProfile[] {
  return listPrinterProfiles(profileFolders).profiles.map(({ profile }) => profile);
}

/** A person's word on a device's test. */
export function noteCheck(
  till: Till,
  parts: DeviceSetupParts,
  { deviceId, result }: RequestOf<'devices.check'>,
): Result<DeviceOverview, Refusal> {
  const device = devicesOf(till.settings).find((each) => each.deviceId === deviceId);
  if (device === undefined) return fail(refusal('devices.unknown'));
  const allowed = authorize(till, 'devices.manage');
  if (!allowed.ok) return allowed;
  if (!parts.checks.note(deviceId, device.settings, { result, at: till.now().toISOString() })) {
    till.log.warn('the word on a device could not be kept', { deviceId });
  }
  return ok(overviewOf(till, parts));
}

/** The last exchanges with a device, with their meaning. Worked out when asked for: nothing of it is done while a receipt prints. */
export function exchangesWith({ settings }: Till, parts: DeviceSetupParts, deviceId: string): readonly Exchange[] {
  const speech = speechOf(deviceId, settings, usableProfiles(parts));
  return parts.exchanges
    .of(deviceId)
    .records()
    .map((record) => exchangeOf(record, speech));
}

export function exchangeOf(record: ExchangeRecord, speech: Speech): Exchange {
  const { atMs, lastAtMs, times, direction, bytes, byteCount } = record;
  return {
    at: new Date(atMs).toISOString(),
    lastAt: new Date(lastAtMs).toISOString(),
    times,
    direction,
    hex: hexOf(bytes.subarray(0, SHOWN_BYTES)),
    byteCount,
    meanings: [...describeExchange(record, speech)],
  };
}

/** How a device's bytes are to be read; of one that is gone from the settings, as text. */
export function speechOf(deviceId: string, settings: StoreSettings, profiles: readonly PrinterProfile[]): Speech {
  const { scale, customerDisplay } = settings;
  if (deviceId === SCALE_ID && scale !== null) return { kind: 'scale', protocol: scale.protocol };
  if (deviceId === DISPLAY_ID && customerDisplay !== null) {
    return { kind: 'display', protocol: customerDisplay.protocol, codePage: customerDisplay.codePage };
  }
  if (settings.hidScanners.some(({ scannerId }) => scannerDeviceId(scannerId) === deviceId)) return { kind: 'hid-scanner' };
  const printer = settings.printers.find(({ printerId }) => printerDeviceId(printerId) === deviceId);
  if (printer === undefined) return { kind: 'scanner' };
  const profile = profiles.find(({ profileId }) => profileId === printer.profileId);
  return { kind: 'printer', codePages: profile?.codePages ?? [] };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
}
