import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import { reference } from '@/domain/base/input';
import { instantInput, instantText } from '@/domain/base/instant';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { addressProblem, plainAddress } from '@/domain/history/query/read-address';
import { exactInstantText } from '@/domain/history/range';
import { isWithin } from '@/domain/history/search';
import { findIdentity } from '@/domain/targets/find-identity';
import { decidedWithin } from './decision-filter';
import { radiusQuery } from './radius-query';

const DAY_MS = 86_400_000;
const MAX_DAYS = 92;

/** Whose traces are looked for: exactly one, by id or slug, or an address or a range of them. */
export const radiusInput = {
  token: reference().optional(),
  identity: reference().optional(),
  group: reference().optional(),
  /** An address, or a range such as `203.0.113.0/24`. */
  ip: z.string().trim().max(64).optional(),
  /** Included; a day before `to` unless said. */
  from: instantInput().optional(),
  /** Excluded; now unless said. */
  to: instantInput().optional(),
};
export type RadiusInput = z.output<z.ZodObject<typeof radiusInput>>;

const span = {
  count: z.number(),
  denied: z.number(),
  first: exactInstantText(),
  last: exactInstantText(),
};
const text = z.string().nullable();
const listOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ total: z.number(), items: z.array(z.object({ ...shape, ...span })) });
const usedToken = {
  tokenId: z.string(),
  tokenName: text,
  /** Null of what is no token here any more; missing in sums that were kept before it was told. */
  last4: text.optional(),
  identityId: text,
  identityName: text,
  groupSlug: text,
};

export const blastRadiusSchema = z.object({
  subject: z.object({
    type: z.enum(['token', 'identity', 'group', 'ip']),
    id: z.string(),
    /** As it is called now, or as its last decision calls it; null where neither says. */
    name: text,
  }),
  from: instantText(),
  to: instantText(),
  /** How many decisions were looked at, at most; with more in the window, only the newest were. */
  maxRows: z.number(),
  isCapped: z.boolean(),
  /** Requests, folded ones counted each. */
  count: z.number(),
  denied: z.number(),
  first: exactInstantText().nullable(),
  last: exactInstantText().nullable(),
  /** The busiest of each, with how many there are. */
  operations: listOf({ api: text, operation: text }),
  targets: listOf({ api: text, method: text, path: z.string() }),
  addresses: listOf({ ip: z.string() }),
  agents: listOf({ userAgent: z.string() }),
  denials: listOf({ code: z.string() }),
  /** Tokens that were used; for an address, those used from it. */
  tokens: listOf(usedToken),
  /** Tokens of others, seen meanwhile from the same addresses. */
  others: z.object({
    items: z.array(z.object({ ...usedToken, ips: z.array(z.string()), ...span })),
    /** More requests came from these addresses than were looked at. */
    isCapped: z.boolean(),
  }),
});
export type BlastRadius = z.output<typeof blastRadiusSchema>;

/** What a token, somebody, a group or an address did in a span of time, in one bounded statement. */
export const blastRadius = defineQuery({
  operation: 'decisions.blastRadius',
  summary: 'Sum up what a token, an identity, a group or an address did',
  http: { method: 'GET', path: '/decisions/blast-radius' },
  list: true,
  input: z.object(radiusInput),
  output: blastRadiusSchema,
  target: () => everything('system'),
  run: ({ db, input, reach }) => readBlastRadius(db, reach, input),
});

/** The same for what keeps it: times as they were meant, names as they are. */
export async function readBlastRadius(
  db: Queryable,
  reach: Reach,
  input: RadiusInput,
): Promise<BlastRadius | Refusal> {
  const subject = await findRadiusSubject(db, input, reach.everywhere);
  if (isRefusal(subject)) return subject;
  const to = input.to ?? new Date(await readClockMs(db)).toISOString();
  const from = input.from ?? new Date(Date.parse(to) - DAY_MS).toISOString();
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days <= 0) return invalid('from', 'This must be before the end.');
  if (days > MAX_DAYS) return invalid('from', `Ask for ${MAX_DAYS} days at most.`);
  const within = and(gte(decisions.at, from), lt(decisions.at, to), decidedWithin(reach));
  const { lastName, ...summed } = await radiusQuery(db, subject, within);
  const hinted = await withLastFours(db, summed);
  return { subject: known(subject, reach, lastName), from, to, ...summed, ...hinted };
}

/**
 * Whoever sees every decision, or all of the group's, may know what is called so; others, what decisions of
 * theirs call it. Without any they are told what they asked for: not even that it is there.
 */
function known(
  { type, id, asked, label }: RadiusSubject,
  reach: Reach,
  lastName: string | null,
): BlastRadius['subject'] {
  const isKnown = reach.everywhere || reach.identityId === id || reach.groupIds.includes(id);
  if (!isKnown) return { type, id: lastName === null ? asked : id, name: lastName };
  // Decisions call a group by its slug.
  return { type, id, name: type === 'group' ? (label ?? lastName) : (lastName ?? label) };
}

/** By which people tell tokens of one name apart. */
async function withLastFours(
  db: Queryable,
  { tokens: used, others }: Pick<BlastRadius, 'tokens' | 'others'>,
): Promise<Pick<BlastRadius, 'tokens' | 'others'>> {
  const ids = [...used.items, ...others.items].map(({ tokenId }) => tokenId);
  const { id, last4 } = tokens;
  const rows =
    ids.length === 0 ? [] : await db.select({ id, last4 }).from(tokens).where(inArray(id, ids));
  const known = new Map(rows.map((row) => [row.id, row.last4]));
  const hint = <Item extends { tokenId: string }>(item: Item) => ({
    ...item,
    last4: known.get(item.tokenId) ?? null,
  });
  return {
    tokens: { ...used, items: used.items.map(hint) },
    others: { ...others, items: others.items.map(hint) },
  };
}

export interface RadiusSubject {
  readonly type: BlastRadius['subject']['type'];
  readonly id: string;
  /** As it was asked for. */
  readonly asked: string;
  /** As it is called now; null where it is gone. */
  readonly label: string | null;
  /** Its decisions. */
  readonly own: SQL;
  /** Where the name stands in a decision. */
  readonly name: SQL;
  /** Of the decisions from its addresses, those that aren't its own. */
  readonly others: SQL | null;
}

const KINDS = ['token', 'identity', 'group', 'ip'] as const;

/** What an id looks like, what decisions know it by, and what is said where there is none. */
const NAMED = {
  token: {
    ...{ id: /^tok_/, column: decisions.tokenId, name: decisions.tokenName },
    unknown: 'No token has this id.',
  },
  identity: {
    ...{ id: /^idn_/, column: decisions.identityId, name: decisions.identityName },
    unknown: 'Nobody has this email, slug or id.',
  },
  group: {
    ...{ id: /^grp_/, column: decisions.groupId, name: decisions.groupSlug },
    unknown: 'No group has this slug or id.',
  },
};

/**
 * A slug or an email becomes an id. What is gone keeps its id: history outlives it.
 * @param mayKnow whether the reader may know that nothing is called so: to others, that did nothing
 */
export async function findRadiusSubject(
  db: Queryable,
  input: RadiusInput,
  mayKnow: boolean,
): Promise<RadiusSubject | Refusal> {
  const given = KINDS.filter((kind) => input[kind] !== undefined);
  const [type] = given;
  const asked = type && input[type];
  if (!asked || given.length !== 1) {
    const several = given.length > 1 ? `, not ${given.join(' and ')} together` : '';
    return invalid(given[1] ?? 'token', `Give one of token, identity, group and ip${several}.`);
  }
  if (type === 'ip') {
    const problem = addressProblem(asked);
    if (problem) return invalid('ip', problem.message);
    const network = plainAddress(asked);
    const [own, name] = [isWithin(decisions.ip, network), sql`${network}::text`];
    return { type, id: network, asked: network, label: network, own, name, others: null };
  }
  const found = await findNamed(db, type, asked);
  const { id: shape, column, name, unknown } = NAMED[type];
  // Mistyped, it would look as if it had done nothing.
  if (!found && mayKnow && !shape.test(asked)) return invalid(type, unknown);
  const { id, label } = found ?? { id: asked, label: null };
  return {
    ...{ type, id, asked, label },
    own: eq(column, id),
    name: sql`${name}`,
    others: sql`${column} is distinct from ${id}`,
  };
}

async function findNamed(
  db: Queryable,
  type: keyof typeof NAMED,
  asked: string,
): Promise<Pick<RadiusSubject, 'id' | 'label'> | undefined> {
  if (type === 'identity') {
    const found = await findIdentity(db, asked);
    return isRefusal(found) ? undefined : { id: found.id, label: found.name };
  }
  const [found] =
    type === 'token'
      ? await db
          .select({ id: tokens.id, label: tokens.name })
          .from(tokens)
          .where(eq(tokens.id, asked))
      : await db
          .select({ id: groups.id, label: groups.name })
          .from(groups)
          .where(or(eq(groups.id, asked), eq(groups.slug, asked)));
  return found;
}
