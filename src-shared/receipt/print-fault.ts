/**
 * Everything that can be wrong with a print job or its printer, by stable code. The screen says it in the person's language; the job's row
 * and the state line carry the code.
 */
export const PRINT_FAULTS = [
  /** Nothing answers at the printer's address, or its file cannot be opened. */
  'printer.unreachable',
  /** Something answers and turns the connection down: most often another till is printing. */
  'printer.refused',
  /** This machine cannot reach printers of that kind: no USB subsystem, no print spooler, a driver that does not load. */
  'printer.no-driver',
  /** The system does not let this account use the port. */
  'printer.denied',
  /** The connection broke off. */
  'printer.connection-lost',
  /** The printer took no bytes for too long. */
  'printer.stalled',
  /** It took everything and never said that it was done. */
  'printer.silent',
  'printer.offline',
  'printer.paper-out',
  'printer.cover-open',
  'printer.cutter',
  /** An error only a power cycle or a technician mends. */
  'printer.error',
  /** It is at another job, and the drawer could not wait for that. */
  'printer.busy',
  /** It has no port for a cash drawer. */
  'printer.no-drawer',
  /** The settings name no such printer. */
  'printer.unknown',
  /** The program stopped while the bytes were going out. */
  'print.interrupted',
  /** The document could not be turned into bytes. */
  'print.not-encodable',
  /** A person gave the job up before a byte of it had left. */
  'print.given-up',
] as const;
export type PrintFault = (typeof PRINT_FAULTS)[number];
