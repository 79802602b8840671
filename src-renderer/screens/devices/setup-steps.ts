import type { DeviceCheck } from '../../../src-shared/contract/device-setup-api.ts';
import { DISPLAY_ID, drawerDeviceId, printerDeviceId, SCALE_ID } from '../../../src-shared/settings/device-ids.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';

export const SETUP_STEPS = ['find', 'roles', 'tests', 'scanners', 'finish'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** `open`: still to be done. `problem`: a person said that something is wrong. `optional`: nothing has to be done here. */
export type StepState = 'done' | 'open' | 'problem' | 'optional';

export type Checks = Readonly<Record<string, DeviceCheck>>;

/** The devices that are tested by looking at them: every printer, its drawer where the profile knows of one, the scale, the display. */
function testedDevices(settings: StoreSettings, hasDrawer: (profileId: string) => boolean): readonly string[] {
  return [
    ...settings.printers.flatMap(({ printerId, profileId }) =>
      hasDrawer(profileId) ? [printerDeviceId(printerId), drawerDeviceId(printerId)] : [printerDeviceId(printerId)],
    ),
    ...(settings.scale === null ? [] : [SCALE_ID]),
    ...(settings.customerDisplay === null ? [] : [DISPLAY_ID]),
  ];
}

/** How each step stands. From what the terminal holds and nothing else: the set-up can be left at any moment and gone on with. */
export function stepStates(
  settings: StoreSettings,
  checks: Checks,
  hasDrawer: (profileId: string) => boolean,
): Readonly<Record<SetupStep, StepState>> {
  const { printers, scale, customerDisplay, serialScanners, hidScanners, wedgeScanners, receiptPrinterId } = settings;
  const hasDevice = printers.length > 0 || scale !== null || customerDisplay !== null || serialScanners.length + hidScanners.length > 0;
  const results = testedDevices(settings, hasDrawer).map((deviceId) => checks[deviceId]?.result ?? 'untested');
  const tests: StepState = results.includes('failed')
    ? 'problem'
    : results.length > 0 && results.every((result) => result === 'passed')
      ? 'done'
      : 'open';
  const hasScanner = wedgeScanners.length + serialScanners.length + hidScanners.length > 0;
  return {
    find: hasDevice ? 'done' : 'open',
    roles: receiptPrinterId === null ? 'open' : 'done',
    tests,
    // A till without a scanner of its own is a till: goods are tapped and searched for.
    scanners: hasScanner ? 'done' : 'optional',
    finish: receiptPrinterId !== null && tests === 'done' ? 'done' : 'open',
  };
}

/** Where to go on: the first step that still wants something. */
export function stepToResume(states: Readonly<Record<SetupStep, StepState>>): SetupStep {
  return SETUP_STEPS.find((step) => states[step] === 'open' || states[step] === 'problem') ?? 'finish';
}
