/** Where a till may be found. Whoever is there has to prove to be one. */
export interface LanAddress {
  readonly host: string;
  readonly port: number;
}

/** The port of a till where nothing else is said: of those IANA leaves to private use. */
export const LAN_PORT = 49_733;

const WRITTEN = /^(?:\[([0-9a-fA-F:.%a-z]{2,60})\]|([A-Za-z0-9.-]{1,253}))(?::(\d{1,5}))?$/;

/** Reads `192.168.1.20`, `caisse-2.local:49733` or `[fe80::1]:49733`; null when it is none of these. */
export function readAddress(text: string): LanAddress | null {
  const [, six, name, digits] = WRITTEN.exec(text.trim()) ?? [];
  const host = six ?? name;
  const port = digits === undefined ? LAN_PORT : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}

export function addressKey({ host, port }: LanAddress): string {
  return `${host.toLowerCase()} ${String(port)}`;
}
