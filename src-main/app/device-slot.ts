/** A device that keeps its port for as long as it runs. */
export interface RunningDevice {
  start(): void;
  stop(): Promise<void>;
}

/** The place of one device of the settings: runs it, and puts another one in its place when its settings have become others. */
export class DeviceSlot<Settings, Device extends RunningDevice> {
  private readonly make: (settings: Settings) => Device;
  private device: Device | null = null;
  private key = 'null';
  /** Ends when every device of before has given its port back. */
  private leaving: Promise<unknown> = Promise.resolve();

  constructor(make: (settings: Settings) => Device) {
    this.make = make;
  }

  get current(): Device | null {
    return this.device;
  }

  /** Null: none. True when the device has become another. */
  set(settings: Settings | null): boolean {
    const key = JSON.stringify(settings);
    if (key === this.key) return false;
    this.key = key;
    const before = this.device;
    const next = settings === null ? null : this.make(settings);
    this.device = next;
    // The one before may hold the port that the next one wants.
    this.leaving = Promise.all([this.leaving, before?.stop()]).then(() => {
      if (this.device === next) next?.start();
    });
    return true;
  }

  async stop(): Promise<void> {
    this.set(null);
    await this.leaving;
  }
}
