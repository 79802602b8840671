import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Every variable the cloud reads, with its default; `docs/guides/operator.md` says the same in prose. */
const environmentSchema = z.object({
  /** PostgreSQL 15 or newer, such as `postgres://user:secret@host:5432/contacto`. Without it an embedded database is kept in `CLOUD_DATA_DIR`. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Folder of the embedded database, of outgoing e-mails kept as files, and of what else has no better place. */
  CLOUD_DATA_DIR: z.string().min(1).default('cloud-data'),
  /** Address to listen on. Anything but a loopback address belongs behind a proxy that speaks TLS. */
  CLOUD_HOST: z.string().min(1).default('127.0.0.1'),
  CLOUD_PORT: z.coerce.number().int().min(0).max(65_535).default(8_720),
  /** The address people and terminals reach it by, for links and audiences. */
  CLOUD_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Proxies in front whose word on the caller's address is believed. */
  CLOUD_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Requests a minute from one address to what anybody may call: enrolment and signing in. A shop's tills share one address. */
  CLOUD_PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(60),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Connections of the pool to PostgreSQL. */
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  /** Whether this process migrates the database when it starts; `false` where a release does it beforehand. */
  MIGRATE_ON_START: flag.default(true),
});

export interface CloudConfig {
  readonly database:
    | { readonly kind: 'server'; readonly url: string; readonly pool: number }
    | { readonly kind: 'embedded'; readonly folder: string };
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly trustedProxies: number;
  readonly publicRequestsPerMinute: number;
  readonly logLevel: z.infer<typeof environmentSchema>['LOG_LEVEL'];
  readonly migrateOnStart: boolean;
}

/** Reads the configuration, or says of each variable that cannot be used what is wrong with it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Result<CloudConfig, readonly string[]> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const read = parsed.data;
  return ok({
    database:
      read.DATABASE_URL === undefined
        ? { kind: 'embedded', folder: `${read.CLOUD_DATA_DIR}/database` }
        : { kind: 'server', url: read.DATABASE_URL, pool: read.DATABASE_POOL },
    dataDir: read.CLOUD_DATA_DIR,
    host: read.CLOUD_HOST,
    port: read.CLOUD_PORT,
    publicUrl: read.CLOUD_PUBLIC_URL ?? null,
    trustedProxies: read.CLOUD_TRUSTED_PROXIES,
    publicRequestsPerMinute: read.CLOUD_PUBLIC_REQUESTS_PER_MINUTE,
    logLevel: read.LOG_LEVEL,
    migrateOnStart: read.MIGRATE_ON_START,
  });
}
