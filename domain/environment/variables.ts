import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { databaseUrlProblem } from '@/db/database-url';
import { holdsSecret } from '@/db/secrets/withhold-secrets';

interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly example: string;
  /** Its value never appears in a message. */
  readonly isSecret?: true;
}

function variable<Schema extends z.ZodType>(definition: Variable<Schema>): Variable<Schema> {
  return definition;
}

function wholeNumber(minimum: number, maximum: number, fallback: number) {
  const problem = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, problem)
    .default(fallback);
}

function canParse(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

const postgresUrl = z
  .string()
  .superRefine((value, context) => {
    const problem = databaseUrlProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .optional();

const publicUrl = z
  .string()
  .refine(
    (value) => canParse(value, ['http:', 'https:']) && /^https?:\/\/[^/?#@]+\/*$/i.test(value),
    'must be an http:// or https:// address without a path',
  )
  .transform((value) => new URL(value).origin)
  .optional();

const host = z
  .string()
  .regex(/^([A-Za-z0-9.-]+|[0-9a-fA-F:]+)$/, 'must be a host name or an IP address to listen on')
  .default('127.0.0.1');

function isCidr(value: string): boolean {
  return ipaddr.isValidCIDR(value) || ipaddr.isValid(value);
}

const SENDER = /^([^<>\r\n]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;
const PRIVATE_HOST = /^(https?:\/\/)?([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i;
/** Origins of issuers, of which a path is no part. */
const origins = z
  .string()
  .transform((value) => value.split(',').map((address) => address.trim()))
  .refine(
    (addresses) => addresses.every((address) => canParse(address, ['http:', 'https:'])),
    'must be http:// or https:// addresses, separated by commas',
  )
  .transform((addresses) => addresses.map((address) => new URL(address).origin))
  .optional();

/** What guarded requests may go to though it is private or without TLS. */
const privateHosts = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim().replace(/\/$/, '')))
  .refine(
    (entries) => entries.every((entry) => PRIVATE_HOST.test(entry)),
    'must be hosts, hosts with a port, or origins, separated by commas',
  )
  .default([]);

/** Compared letter by letter with what the provider says, so nothing of it is made alike. */
const issuer = z
  .string()
  .refine(
    (value) => canParse(value, ['http:', 'https:']) && !/[?#@\s]/.test(value),
    'must be the http:// or https:// address of an OpenID provider, as it calls itself',
  )
  .optional();

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every environment variable Keyward reads, with a value that works. */
export const variables = {
  DATABASE_URL: variable({
    schema: postgresUrl,
    example: 'postgres://keyward:secret@127.0.0.1:5432/keyward',
    isSecret: true,
  }),
  KEYWARD_DATA_DIR: variable({ schema: z.string().default('.keyward'), example: '.keyward' }),
  KEYWARD_URL: variable({ schema: publicUrl, example: 'https://keyward.example.com' }),
  KEYWARD_TOKEN: variable({
    schema: z
      .string()
      .regex(/^kw[ps]_[0-9A-Za-z]{36}$/, 'must be a Keyward token')
      .optional(),
    example: 'kwp_ and 36 letters and digits',
    isSecret: true,
  }),
  DASHBOARD_HOST: variable({ schema: host, example: '0.0.0.0' }),
  DASHBOARD_PORT: variable({ schema: wholeNumber(1, 65_535, 3000), example: '3000' }),
  VERIFIER_HOST: variable({ schema: host, example: '0.0.0.0' }),
  VERIFIER_PORT: variable({ schema: wholeNumber(1, 65_535, 3001), example: '3001' }),
  VERIFIER_NAME: variable({
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,63}$/, 'must be 1 to 63 letters, digits, dots, dashes or _')
      .refine((value) => !holdsSecret(value), 'must not hold the secret of a token')
      .optional(),
    example: 'verifier-eu-1',
  }),
  VERIFIER_WORKERS: variable({ schema: wholeNumber(1, 64, 1), example: '4' }),
  VERIFIER_DATABASE_URL: variable({
    schema: postgresUrl,
    example: 'postgres://keyward:secret@replica:5432/keyward',
    isSecret: true,
  }),
  KEYWARD_JOURNAL_DIR: variable({
    schema: z.string().optional(),
    example: '/var/lib/keyward/journal',
  }),
  TRUSTED_PROXIES: variable({
    schema: z
      .string()
      .transform((value) => value.split(',').map((cidr) => cidr.trim()))
      .refine((cidrs) => cidrs.every(isCidr), 'must be addresses or networks, separated by commas')
      .optional(),
    example: '127.0.0.1/32,10.0.0.0/8',
  }),
  TRUSTED_ISSUERS_PRIVATE: variable({
    schema: origins,
    example: 'https://gitlab.corp.example.com,https://10.0.0.1:6443',
  }),
  JOURNAL_MAX_BYTES: variable({
    schema: wholeNumber(1_048_576, 1_099_511_627_776, 1_073_741_824),
    example: '1073741824',
  }),
  OUTAGE_GRACE_SECONDS: variable({ schema: wholeNumber(0, 3600, 30), example: '30' }),
  NEXTAUTH_SECRET: variable({
    schema: z.string().min(32, 'must be at least 32 characters of randomness').optional(),
    example: '$(openssl rand -hex 32)',
    isSecret: true,
  }),
  OIDC_ISSUER: variable({
    schema: issuer,
    example: 'https://login.example.com/realms/acme',
  }),
  OIDC_CLIENT_ID: variable({ schema: z.string().max(500).optional(), example: 'keyward' }),
  OIDC_CLIENT_SECRET: variable({
    schema: z.string().max(2_000).optional(),
    example: 'what the provider made for the client',
    isSecret: true,
  }),
  OIDC_GROUPS_CLAIM: variable({ schema: z.string().max(100).optional(), example: 'groups' }),
  SMTP_URL: variable({
    schema: z
      .string()
      .refine(
        (value) => canParse(value, ['smtp:', 'smtps:']) && new URL(value).hostname !== '',
        'must be an smtp:// or smtps:// address',
      )
      .optional(),
    example: 'smtps://keyward:secret@smtp.example.com',
    isSecret: true,
  }),
  MAIL_FROM: variable({
    schema: z
      .string()
      .regex(SENDER, 'must be an email address, with a name before it or without')
      .optional(),
    example: 'Keyward <keyward@example.com>',
  }),
  WEBHOOK_PRIVATE_HOSTS: variable({
    schema: privateHosts,
    example: 'hooks.internal:8080,http://10.0.0.7',
  }),
  DESTINATION_PRIVATE_HOSTS: variable({
    schema: privateHosts,
    example: 'vault.internal:8200,https://10.0.0.1:6443',
  }),
  SECRET_SCANNING_KEYS_URL: variable({
    schema: z
      .string()
      .refine(
        (value) => canParse(value, ['http:', 'https:']) && !/[#@\s]/.test(value),
        'must be the http:// or https:// address of the keys that GitHub signs reports with',
      )
      .optional(),
    example: 'https://github.corp.example.com/api/v3/meta/public_keys/secret_scanning',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    schema: z
      .string()
      .refine(
        (value) => canParse(value, ['http:', 'https:']) && !/[@\s]/.test(value),
        'must be the http:// or https:// address of an OpenTelemetry collector',
      )
      .optional(),
    example: 'http://127.0.0.1:4318',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: variable({
    schema: z.literal('http/protobuf', 'must be http/protobuf, which is what is spoken').optional(),
    example: 'http/protobuf',
  }),
  LOG_LEVEL: variable({
    schema: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    example: 'info',
  }),
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
