/** A device built into the program: bytes come in and go out as on a cable, without one. */
export interface VirtualDevice {
  /** Null while somebody else is connected. `answer` takes what the device says. */
  connect(answer: (bytes: Uint8Array) => void): VirtualDeviceLink | null;
}

export interface VirtualDeviceLink {
  receive(bytes: Uint8Array): void;
  disconnect(): void;
}
