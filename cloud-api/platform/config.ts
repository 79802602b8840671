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
  /** Requests a minute of all terminals behind one address; a single terminal may make a tenth of them. A till makes some tens, a chain may share one address. */
  CLOUD_TERMINAL_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(60_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Connections of the pool to PostgreSQL. */
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  /** Whether this process does what nobody asks for: webhooks, NATS, sweeping, partitions. Any number of processes may. */
  CLOUD_JOBS: flag.default(true),
  /** Whether webhooks may go to private and loopback addresses and without TLS, as within a shop's own network. Anybody who may add one reaches what the server reaches. */
  WEBHOOKS_TO_PRIVATE: flag.default(false),
  /** A NATS server with JetStream, such as `nats://user:secret@host:4222`, that gets every event. */
  NATS_URL: z.url({ protocol: /^(nats|tls)$/ }).optional(),
  /** A Redis in which the processes count requests together, such as `redis://host:6379`. Without it each process counts its own. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Where traces go (OTLP over HTTP), such as `http://collector:4318`. OpenTelemetry's other variables hold as it documents them. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether this process migrates the database when it starts; `false` where a release does it beforehand. */
  MIGRATE_ON_START: flag.default(true),
  /** Whether anybody may sign up as a new merchant. Without it merchants are made on the command line. */
  CLOUD_SIGN_UP: flag.default(true),
  /** Where e-mails go, such as `smtps://user:secret@host:465`. Without it each is kept as a file in `CLOUD_DATA_DIR/mail`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Whom e-mails are from. */
  MAIL_FROM: z.string().min(3).max(254).default('Contacto <contacto@localhost>'),
  /** 32 bytes in base64 that seal secrets at rest. Without it the key comes from the database's own: then who has the database has both. */
  CLOUD_SECRET_KEY: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((bytes) => bytes.length === 32, { message: 'not 32 bytes' })
    .optional(),
  /** A provider people may sign in with (OpenID Connect, by discovery); all three or none. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
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
  readonly terminalRequestsPerMinute: number;
  readonly logLevel: z.infer<typeof environmentSchema>['LOG_LEVEL'];
  readonly migrateOnStart: boolean;
  readonly jobs: boolean;
  readonly webhooksToPrivate: boolean;
  readonly natsUrl: string | null;
  readonly redisUrl: string | null;
  readonly tracesUrl: string | null;
  readonly signUp: boolean;
  readonly mail: { readonly smtpUrl: string | null; readonly from: string };
  readonly secretKey: Buffer | null;
  readonly oidc: OidcConfig | null;
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Reads the configuration, or says of each variable that cannot be used what is wrong with it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Result<CloudConfig, readonly string[]> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const read = parsed.data;
  const oidc = oidcOf(read);
  if (oidc === undefined) return fail(['OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: all three or none']);
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
    terminalRequestsPerMinute: read.CLOUD_TERMINAL_REQUESTS_PER_MINUTE,
    logLevel: read.LOG_LEVEL,
    migrateOnStart: read.MIGRATE_ON_START,
    jobs: read.CLOUD_JOBS,
    webhooksToPrivate: read.WEBHOOKS_TO_PRIVATE,
    natsUrl: read.NATS_URL ?? null,
    redisUrl: read.REDIS_URL ?? null,
    tracesUrl: read.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    signUp: read.CLOUD_SIGN_UP,
    mail: { smtpUrl: read.SMTP_URL ?? null, from: read.MAIL_FROM },
    secretKey: read.CLOUD_SECRET_KEY ?? null,
    oidc,
  });
}

/** Undefined when some of it is missing. */
function oidcOf(read: z.infer<typeof environmentSchema>): OidcConfig | null | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  return issuer === undefined || clientId === undefined || clientSecret === undefined ? undefined : { issuer, clientId, clientSecret };
}
