import { type Logger, pino } from 'pino';
import type { CloudConfig } from './config.ts';

/** Members that may hold a secret, wherever in a record they stand. */
const SECRETS = ['authorization', 'password', 'token', 'access_token', 'assertion', 'code', 'proof', 'cookie', 'text'];

export function createLog(level: CloudConfig['logLevel']): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
  });
}
