import { create } from 'zustand';
import type { DeviceChange, DeviceOverview, NetworkSearch } from '../../../src-shared/contract/device-setup-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { PrinterSettings, StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { call, changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { type SetupStep, stepStates, stepToResume } from './setup-steps.ts';

/** How often a search that runs is looked in on. */
const LOOK_IN_MS = 250;

interface DevicesView {
  readonly step: SetupStep;
  /** Null until the terminal has told it. */
  readonly overview: DeviceOverview | null;
  readonly local: ResponseOf<'discovery.local'> | null;
  /** USB devices that could be HID-POS scanners. */
  readonly hid: ResponseOf<'hid.devices'>['devices'];
  readonly isLooking: boolean;
  readonly search: NetworkSearch | null;
  /** Why the last thing asked was not done. */
  readonly refusal: Refusal | null;
}

export const useDevices = create<DevicesView>(() => ({
  step: 'find',
  overview: null,
  local: null,
  hid: [],
  isLooking: false,
  search: null,
  refusal: null,
}));

export function showStep(step: SetupStep): void {
  useDevices.setState({ step, refusal: null });
}

export function hasDrawer(overview: DeviceOverview | null, profileId: string): boolean {
  return overview?.profiles.find((profile) => profile.profileId === profileId)?.hasDrawer ?? false;
}

function settingsNow(): StoreSettings | null {
  return useTerminal.getState().terminal?.settings ?? null;
}

/** Comes to the screen: asks how everything stands, and goes on where the set-up was left. */
export async function enterDevices(): Promise<void> {
  const answer = await call('devices.overview', {});
  if (!answer.ok) {
    useDevices.setState({ refusal: answer.error });
    return;
  }
  const overview = answer.value;
  const settings = settingsNow();
  const step = settings === null ? 'find' : stepToResume(stepStates(settings, overview.checks, (id) => hasDrawer(overview, id)));
  useDevices.setState({ overview, step, refusal: null });
  if (useDevices.getState().local === null) void lookAtMachine();
}

async function refreshOverview(): Promise<void> {
  const answer = await call('devices.overview', {});
  if (answer.ok) useDevices.setState({ overview: answer.value });
}

/** True when it was done. */
export async function changeDevices(change: DeviceChange): Promise<boolean> {
  const answer = await changeTerminal('devices.change', { change });
  useDevices.setState({ refusal: answer.ok ? null : answer.error });
  if (answer.ok) {
    await refreshOverview();
    // What is set up now is no longer free to be set up.
    void lookAtMachine();
  }
  return answer.ok;
}

export async function sayOfDevice(deviceId: string, result: 'passed' | 'failed'): Promise<void> {
  const answer = await call('devices.check', { deviceId, result });
  useDevices.setState(answer.ok ? { overview: answer.value, refusal: null } : { refusal: answer.error });
}

export function sayRefusal(refusal: Refusal | null): void {
  useDevices.setState({ refusal });
}

export async function lookAtMachine(): Promise<void> {
  useDevices.setState({ isLooking: true });
  const [answer, hid] = await Promise.all([call('discovery.local', {}), call('hid.devices', {})]);
  useDevices.setState({
    isLooking: false,
    ...(hid.ok ? { hid: hid.value.devices } : {}),
    ...(answer.ok ? { local: answer.value } : { refusal: answer.error }),
  });
}

export async function searchAddresses(addresses: string): Promise<void> {
  const begun = await call('discovery.search', { addresses });
  useDevices.setState(begun.ok ? { search: begun.value, refusal: null } : { refusal: begun.error });
  if (begun.ok) await followSearch();
}

async function followSearch(): Promise<void> {
  for (;;) {
    const progress = await call('discovery.progress', {});
    if (!progress.ok) return;
    useDevices.setState({ search: progress.value });
    if (progress.value.state !== 'searching') return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_IN_MS));
  }
}

export async function cancelSearch(): Promise<void> {
  const answer = await call('discovery.cancel', {});
  if (answer.ok) useDevices.setState({ search: answer.value });
}

/** A name for a device that is new, which no other of its kind has. */
export function freeId(stem: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

/** Sets a printer up that was found or typed. */
export async function addPrinter(printer: Omit<PrinterSettings, 'printerId'>): Promise<boolean> {
  const taken = settingsNow()?.printers.map(({ printerId }) => printerId) ?? [];
  return changeDevices({ kind: 'printer.put', printer: { ...printer, printerId: freeId('printer', taken) } });
}
