import { DeviceSlot, type RunningDevice } from './device-slot.ts';

/** The places of several devices of one kind, each known by its id in the settings. */
export class DeviceSlots<Settings extends { readonly scannerId: string }, Device extends RunningDevice> {
  private readonly make: (settings: Settings) => Device;
  private readonly slots = new Map<string, DeviceSlot<Settings, Device>>();
  /** Ends when every device that is no longer in the settings has given its port back. */
  private leaving: Promise<unknown> = Promise.resolve();

  constructor(make: (settings: Settings) => Device) {
    this.make = make;
  }

  /** Those of the settings that run, in their order. */
  get current(): readonly Device[] {
    return [...this.slots.values()].flatMap((slot) => slot.current ?? []);
  }

  set(wanted: readonly Settings[]): void {
    for (const [id, slot] of this.slots) {
      if (wanted.some(({ scannerId }) => scannerId === id)) continue;
      this.leaving = Promise.all([this.leaving, slot.stop()]);
      this.slots.delete(id);
    }
    for (const settings of wanted) {
      const slot = this.slots.get(settings.scannerId) ?? new DeviceSlot(this.make);
      this.slots.set(settings.scannerId, slot);
      slot.set(settings);
    }
  }

  async stop(): Promise<void> {
    this.set([]);
    await this.leaving;
  }
}
