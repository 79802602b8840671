import { type DestinationStream, type Logger, pino } from 'pino';
import type { CloudConfig } from './config.ts';

/** Members that may hold a secret, wherever in a record they stand. */
const SECRETS = [
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'access_token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'secret',
  'assertion',
  'code',
  'proof',
  'text',
];
/** How deep a record is looked through; what this program logs is flatter. */
const DEPTH = 4;

/** The process's log: one JSON record a line, with no secret in it. */
export function createLog(level: CloudConfig['logLevel'], destination?: DestinationStream): Logger {
  const paths = SECRETS.flatMap((name) =>
    Array.from({ length: DEPTH }, (_, depth) => `${'*.'.repeat(depth)}["${name}"]`.replace('.[', '[')),
  );
  const redact = { paths, censor: '[hidden]' };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact, serializers: { err: errorRecord } };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * Of an error what says where to look. Libraries hang more on it: the database the row that it refused, a mail server the address it does not
 * know, a client the request with its headers.
 */
function errorRecord(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const member = (key: string, as: string = key): object => {
    const value: unknown = Object.entries(error).find(([own]) => own === key)?.[1];
    return typeof value === 'string' ? { [as]: value } : {};
  };
  const cause = error.cause === undefined ? {} : { cause: errorRecord(error.cause) };
  // A member of the name `code` is hidden: people's codes are called so.
  return { type: name, message, stack, ...member('code', 'errorCode'), ...member('constraint'), ...member('table'), ...cause };
}
