import { z } from 'zod';
import { columns } from './columns';

const named = z.looseObject({ name: z.string() });

/** What `keyward access why` reads of the answer. */
export const whySchema = z.looseObject({
  subject: named,
  operation: z.looseObject({ name: z.string(), api: z.looseObject({ slug: z.string() }) }),
  allowed: z.boolean(),
  code: z.string(),
  chains: z.array(
    z.looseObject({
      allowed: z.boolean(),
      group: z.looseObject({ slug: z.string() }),
      scopes: z.array(
        z.looseObject({ name: z.string(), grantedBy: z.string(), grantedAt: z.string() }),
      ),
      membership: z
        .looseObject({
          ...{ role: z.string(), addedBy: z.string(), addedAt: z.string() },
          expiresAt: z.string().nullable(),
          source: z.looseObject({ type: z.string(), name: z.string().nullable() }),
        })
        .nullable(),
      identity: named.nullable(),
      token: z.looseObject({ id: z.string(), name: z.string(), expiresAt: z.string() }).nullable(),
      addresses: z.array(z.object({ of: z.string(), cidrs: z.array(z.string()) })),
      closed: z.array(z.looseObject({ message: z.string(), at: z.string().nullable() })),
    }),
  ),
  isPartial: z.boolean(),
  heldBy: z.array(z.looseObject({ slug: z.string() })),
});
type Answer = z.output<typeof whySchema>;
type Chain = Answer['chains'][number];

/** The answer for a terminal: the verdict, then each chain, one link a line. */
export function whyLines({ subject, operation, allowed, code, ...answer }: Answer): string {
  const what = `${operation.api.slug} ${operation.name}`;
  const verdict = allowed
    ? `Allowed: ${subject.name} may call ${what}`
    : `Denied (${code}): ${subject.name} may not call ${what}`;
  const held = answer.heldBy.map(({ slug }) => slug).join(', ');
  return [
    verdict,
    ...answer.chains.map(chainLines),
    ...(answer.chains.length === 0 && !allowed ? ['No group of theirs holds the operation.'] : []),
    ...(held ? [`Groups that hold it: ${held}`] : []),
    ...(answer.isPartial ? ['Groups that you may not see are left out.'] : []),
  ].join('\n');
}

function chainLines({ group, scopes, membership, identity, token, ...chain }: Chain): string {
  const rows: (readonly (string | null)[])[] = [
    ...scopes.map(
      ({ name, grantedBy, grantedAt }) =>
        ['  scope', `${name}, granted by ${grantedBy} at ${grantedAt}`] as const,
    ),
    ['  group', group.slug],
    ...(membership ? [['  membership', membershipText(membership, identity?.name ?? '')]] : []),
    ...(token ? [['  token', `${token.name} (${token.id}), expires ${token.expiresAt}`]] : []),
    ...chain.addresses.map(({ of, cidrs }) => ['  addresses', `${of}: ${cidrs.join(', ')}`]),
    ...chain.closed.map(({ message, at }) => ['  closed', at ? `${message} (${at})` : message]),
  ];
  return columns(rows);
}

function membershipText(membership: NonNullable<Chain['membership']>, who: string): string {
  const { role, addedBy, addedAt, expiresAt, source } = membership;
  const from =
    source.type === 'manual' ? 'by hand' : [source.type, source.name].filter(Boolean).join(' ');
  const until = expiresAt === null ? 'without an end' : `until ${expiresAt}`;
  return `${who}, ${role}, added by ${addedBy} at ${addedAt} (${from}), ${until}`;
}
