import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { ssoTries } from '@/db/schema/sso';
import { providerActor } from '@/domain/base/actor';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { networkOf } from '@/domain/decision/network';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_GROUP_ID, receivedGroups } from './received-groups';
import { MAX_SUBJECT, receivedPerson } from './received-person';
import type { ComeBack } from './redeem-code';
import { shownClaims } from './shown-claims';
import { redeem, SIGN_ON_COUNTER, type SignOnDoor } from './single-sign-on';
import { SIGN_ON_REASONS, type SignOnReason } from './sso-facts';

const reasons = Object.keys(SIGN_ON_REASONS) as SignOnReason[];

/** What a test found: kept until its page is read, and no longer than `forget-expired` lets it. */
export const testFindings = z.object({
  claims: z.array(z.object({ name: z.string(), value: z.string() })).max(200),
  person: z.object({
    subject: z.string().max(MAX_SUBJECT),
    name: z.string().nullable(),
    email: z.string().nullable(),
    emailVerified: z.boolean().nullable(),
  }),
  groups: z.object({
    state: z.enum(['listed', 'unread', 'missing', 'truncated', 'malformed']),
    ids: z.array(z.string().max(MAX_GROUP_ID)),
  }),
});
export type TestFindings = z.output<typeof testFindings>;

/** Writes down what came of a test sign-in, once, for the session that began it. */
export const settleTest = defineCommand({
  operation: 'ssoProviders.settleTest',
  summary: 'Write down what came of a test sign-in',
  input: z.object({
    provider: z.string().max(100),
    test: z.string().max(100),
    session: z.string().max(100),
    /** Null where it went well. */
    failure: z.enum(reasons).nullable(),
    note: z.string().max(500).nullable(),
    findings: z.union([testFindings, z.null()]),
  }),
  output: z.object({ test: z.string() }),
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ tx, input, target }) {
    const { test, session, failure, note, findings } = input;
    const settled = await tx
      .update(ssoTries)
      .set({
        ...{ settledAt: sql`clock_timestamp()`, outcome: failure ?? 'done', note },
        claims: findings,
      })
      .where(isOpenTest(target.id, test, session))
      .returning({ id: ssoTries.id });
    if (settled.length === 0) {
      return refuse('conflict', 'test_over', 'This test is over, or another session began it.');
    }
    return {
      value: { test },
      audit: {
        after: { test, outcome: failure ?? 'done', groups: findings?.groups.state ?? null },
        affects: [],
      },
    };
  },
});

const isOpenTest = (providerId: string, test: string, session: string) =>
  and(
    ...[eq(ssoTries.id, test), eq(ssoTries.providerId, providerId), eq(ssoTries.intent, 'test')],
    ...[eq(ssoTries.sessionId, session), isNull(ssoTries.settledAt)],
    gt(ssoTries.expiresAt, sql`clock_timestamp()`),
  );

/** Whether the session has begun this test of the provider, and nothing has come of it yet. */
export async function isTestOpen(
  db: Queryable,
  provider: Pick<ProviderRow, 'id'>,
  test: string,
  session: string,
): Promise<boolean> {
  return (await db.$count(ssoTries, isOpenTest(provider.id, test, session))) > 0;
}

/** A test sign-in, in the session that has begun it. */
export interface OpenTest {
  readonly test: string;
  readonly session: string;
}

/**
 * Ends a test sign-in with what the browser came back with, or with why it didn't get that far. It opens
 * no session and links nobody.
 */
export async function endTest(
  door: SignOnDoor,
  provider: ProviderRow,
  { test, session }: OpenTest,
  back: ComeBack | { readonly failure: SignOnReason; readonly note?: string | undefined },
): Promise<void> {
  const found = 'failure' in back ? back : await look(door, provider, back);
  const actor = providerActor(provider, [settleTest.operation]);
  await runCommand(
    settleTest,
    { ...door, actor },
    {
      ...{ provider: provider.id, test, session },
      ...('failure' in found
        ? { failure: found.failure, note: found.note?.slice(0, 500) ?? null, findings: null }
        : { failure: null, note: null, findings: found }),
    },
  );
}

async function look(
  door: SignOnDoor,
  provider: ProviderRow,
  back: ComeBack,
): Promise<TestFindings | { failure: SignOnReason; note?: string | undefined }> {
  const limits = [limitOf(door.db, SIGN_ON_COUNTER, networkOf(door.request.ip))];
  if ((await countAttempt(limits)) > 0) return { failure: 'too_many_attempts' };
  const redeemed = await redeem(door, provider, back);
  if (!redeemed.ok) return { failure: redeemed.reason, note: redeemed.note };
  const claims = Object.assign({}, ...[...redeemed.sources].reverse());
  const person = receivedPerson(claims);
  if (!person) return { failure: 'claims_unusable' };
  await forgiveAttempt(limits);
  const groups = receivedGroups(redeemed.sources, provider.groupsClaim);
  const { subject, name, email, emailVerified } = person;
  return {
    claims: shownClaims(claims),
    person: { subject, name, email, emailVerified },
    groups: { state: groups.state, ids: groups.state === 'listed' ? groups.ids : [] },
  };
}
