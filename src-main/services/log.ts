/** What a line of the log may say beside its message. Never a secret, a card number or what a person typed. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the program says what the screen cannot: for the technician, never the only place a person could learn of a fault. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** An error as fields: its name, code and stack, without what hung on it. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { error: error.name, code, message: error.message, stack: error.stack ?? null };
}
