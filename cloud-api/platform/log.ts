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
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[hidden]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
