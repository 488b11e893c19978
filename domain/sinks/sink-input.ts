import { isIP } from 'node:net';
import { z } from 'zod';
import { label, withoutSecret } from '@/domain/base/input';
import { credentialReference } from '@/domain/destinations/credential-reference';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})?(\.[a-z0-9_]([a-z0-9_-]{0,62})?)*\.?$/i;

/** RFC 5424 messages: in octet-counted frames over TCP (RFC 6587, 3.4.1), or over TLS (RFC 5425). */
const syslogPlace = z.strictObject({
  kind: z.literal('syslog'),
  host: z
    .string()
    .trim()
    .max(253)
    .refine(
      (text) => isIP(text) !== 0 || HOST_NAME.test(text),
      'Write a host such as logs.example.com, without a port.',
    ),
  port: z.int().min(1).max(65_535).default(6_514),
  /** Without it only a host of DESTINATION_PRIVATE_HOSTS is sent anything. */
  tls: z.boolean().default(true),
  /** PEM of who vouches for the server; the authorities that Node knows otherwise. */
  ca: withoutSecret(
    z.string().trim().max(20_000).startsWith('-----BEGIN CERTIFICATE-----', 'This is no PEM.'),
  ).optional(),
});

/** NDJSON in the body of a POST. */
const httpPlace = z.strictObject({
  kind: z.literal('http'),
  url: withoutSecret(z.string().trim().max(2_000)).refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, hash } = new URL(text);
    return /^https?:$/.test(protocol) && !username && !password && !hash;
  }, 'Write an address such as https://logs.example.com/in, without a password or #.'),
});

export const placeSchema = z.discriminatedUnion('kind', [syslogPlace, httpPlace]);
export type Place = z.output<typeof placeSchema>;

const KINDS: readonly unknown[] = placeSchema.options.map(({ shape }) => shape.kind.value);

/** The same as an input: what names no kind is refused as a whole. */
const placeInput = z.preprocess((value, context) => {
  const kind = typeof value === 'object' && value !== null && 'kind' in value && value.kind;
  if (KINDS.includes(kind)) return value;
  const message = `Say of which kind it is: ${KINDS.join(', ')}.`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}, placeSchema);

export const SOURCES = ['changes', 'decisions'] as const;
export type Source = (typeof SOURCES)[number];

/** What a sink is made of, and what may be changed of it. */
export const sinkFields = {
  name: label(),
  place: placeInput,
  /** Where the worker finds the bearer token: `env:NAME` or `file:/path`; null: none is sent. */
  credential: credentialReference().nullable(),
  /** Which logs it gets; one that is added begins with what comes next. */
  sources: z.array(z.enum(SOURCES)).min(1, 'Choose at least one log.').max(SOURCES.length),
};

export const NAME_TAKEN = {
  sinks_name_unique: { path: 'name', message: 'A sink with this name exists.' },
};

/** What the log says of where a sink is: paths of such addresses are often secrets. */
export const whereOf = (place: Place): string =>
  place.kind === 'http'
    ? new URL(place.url).origin
    : `${place.tls ? 'tls' : 'tcp'}://${place.host}:${place.port}`;
