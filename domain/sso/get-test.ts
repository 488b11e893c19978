import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { ssoAccounts, ssoTries } from '@/db/schema/sso';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { refuseTakenEmail } from '@/domain/targets/email-forms';
import { loadProvider, type ProviderRow } from './provider-target';
import { type TestFindings, testFindings } from './settle-test';
import { isSignOnReason, SIGN_ON_REASONS, type SignOnReason } from './sso-facts';
import { planSync, wantedMemberships } from './wanted-memberships';

const personSchema = z.object({
  ...testFindings.shape.person.shape,
  /** What a sign-in would do. */
  fate: z.enum(['found', 'made', 'refused']),
  identity: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Why they would stay out. */
  why: z.string().nullable(),
});

const membershipSchema = z.object({
  group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  /** Null where it ends. */
  role: z.enum(['member', 'lead']).nullable(),
  endsAfterSeconds: z.number().nullable(),
  claimed: z.array(z.string()),
  change: z.enum(['joins', 'changes', 'stays', 'ends', 'of_another_source']),
});

/** What a test sign-in brought, and what a sign-in with it would do as things are now. */
export const getTest = defineQuery({
  operation: 'ssoProviders.getTest',
  summary: 'Get what one’s own test sign-in brought',
  input: z.object({ provider: z.string().max(100), test: z.string().max(100) }),
  output: z.object({
    test: z.string(),
    state: z.enum(['waiting', 'expired', 'failed', 'done']),
    settledAt: instantText().nullable(),
    /** Where it failed: why, in words, and what the provider said. */
    why: z.string().nullable(),
    note: z.string().nullable(),
    findings: z
      .object({
        claims: testFindings.shape.claims,
        person: personSchema,
        groups: testFindings.shape.groups,
        memberships: z.array(membershipSchema),
      })
      .nullable(),
  }),
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ db, actor, input, target }) {
    const [row] = await db
      .select()
      .from(ssoTries)
      .where(
        and(
          ...[eq(ssoTries.id, input.test), eq(ssoTries.providerId, target.id)],
          ...[eq(ssoTries.identityId, actor.id), eq(ssoTries.intent, 'test')],
        ),
      );
    if (!row || actor.via.id !== row.sessionId) return notFound('ssoProvider');
    const isLate = row.expiresAt.getTime() <= (await readClockMs(db));
    const isDone = row.outcome === 'done';
    const settled = isDone ? ('done' as const) : ('failed' as const);
    const outcome = row.outcome ?? '';
    return {
      ...{ test: row.id, note: row.note, settledAt: toInstantTextOrNull(row.settledAt) },
      state: row.settledAt ? settled : isLate ? ('expired' as const) : ('waiting' as const),
      why: isSignOnReason(outcome) ? SIGN_ON_REASONS[outcome] : null,
      findings: isDone ? await mapped(db, target.row, testFindings.parse(row.claims)) : null,
    };
  },
});

async function mapped(db: Queryable, provider: ProviderRow, findings: TestFindings) {
  const { claims, person, groups: received } = findings;
  const fate = await fateOf(db, provider, person);
  const changes =
    received.state === 'listed'
      ? await changesOf(db, provider, fate.identity?.id ?? '', received.ids)
      : [];
  return { claims, person: { ...person, ...fate }, groups: received, memberships: changes };
}

/** The same rules as `signOn` and `admitPerson` go by. */
async function fateOf(db: Queryable, provider: ProviderRow, person: TestFindings['person']) {
  const [linked] = await db
    .select({ id: identities.id, name: identities.name, state: identities.state })
    .from(ssoAccounts)
    .innerJoin(identities, eq(identities.id, ssoAccounts.identityId))
    .where(and(eq(ssoAccounts.issuer, provider.issuer), eq(ssoAccounts.subject, person.subject)));
  const { id = '', name = '' } = linked ?? {};
  const identity = linked ? { id, name } : null;
  const refused = (reason: SignOnReason) => ({
    ...{ fate: 'refused' as const, identity, why: SIGN_ON_REASONS[reason] },
  });
  if (linked) {
    return linked.state === 'active'
      ? { fate: 'found' as const, identity, why: null }
      : refused('identity_suspended');
  }
  if (!provider.createsPeople) return refused('account_unknown');
  if (person.email === null) return refused('no_email');
  if (isRefusal(await refuseTakenEmail(db, person.email))) return refused('email_taken');
  if (person.emailVerified === false && !provider.acceptsUnverifiedEmail) {
    return refused('email_unverified');
  }
  return { fate: 'made' as const, identity, why: null };
}

async function changesOf(
  db: Queryable,
  { id: providerId }: ProviderRow,
  identityId: string,
  ids: readonly string[],
): Promise<z.output<typeof membershipSchema>[]> {
  const wanted = await wantedMemberships(db, providerId, ids);
  const planned = await planSync(db, { providerId, identityId }, wanted);
  const present = await db.select().from(memberships).where(eq(memberships.identityId, identityId));
  const before = new Map(present.map((one) => [one.groupId, one]));
  const all = new Set([...wanted.keys(), ...planned.map(({ groupId }) => groupId)]);
  const named = await db
    .select({ id: groups.id, slug: groups.slug, name: groups.name })
    .from(groups)
    .where(inArray(groups.id, ['', ...all]))
    .orderBy(groups.name, groups.id);
  return named.map((group) => {
    const want = wanted.get(group.id);
    const found = before.get(group.id);
    const isOurs = found?.source === 'sso' && found.sourceId === providerId;
    const isPlanned = planned.some(({ groupId }) => groupId === group.id);
    const kept = isOurs || !found ? ('stays' as const) : ('of_another_source' as const);
    const change = !want ? 'ends' : !isPlanned ? kept : found ? 'changes' : 'joins';
    return {
      ...{ group, role: want?.role ?? null, endsAfterSeconds: want?.endsAfterSeconds ?? null },
      ...{ claimed: [...(want?.claimed ?? [])], change },
    };
  });
}
