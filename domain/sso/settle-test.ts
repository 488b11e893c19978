import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { ssoTries } from '@/db/schema/sso';
import { providerActor } from '@/domain/base/actor';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_GROUP_ID, receivedGroups } from './received-groups';
import { MAX_SUBJECT } from './received-person';
import type { ComeBack } from './redeem-code';
import { shownClaims } from './shown-claims';
import { mergedClaims, receivePerson, type SignOnDoor } from './single-sign-on';
import { SIGN_ON_REASONS, type SignOnReason } from './sso-facts';

const reasons = Object.keys(SIGN_ON_REASONS) as SignOnReason[];

/** What a test found: kept until its page is read, and no longer than `forget-expired` lets it. */
export const testFindings = z.strictObject({
  claims: z.array(z.strictObject({ name: z.string(), value: z.string() })).max(200),
  person: z.strictObject({
    subject: z.string().max(MAX_SUBJECT),
    name: z.string().nullable(),
    email: z.string().nullable(),
    emailVerified: z.boolean().nullable(),
  }),
  groups: z.strictObject({
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

/** What the session has begun this way to the provider for, where nothing has come of it yet. */
export async function openIntent(
  db: Queryable,
  provider: Pick<ProviderRow, 'id'>,
  id: string,
  session: string,
): Promise<(typeof ssoTries.$inferSelect)['intent'] | null> {
  const [row] = await db
    .select({ intent: ssoTries.intent })
    .from(ssoTries)
    .where(
      and(
        ...[eq(ssoTries.id, id), eq(ssoTries.providerId, provider.id)],
        ...[eq(ssoTries.sessionId, session), isNull(ssoTries.settledAt)],
        gt(ssoTries.expiresAt, sql`clock_timestamp()`),
      ),
    );
  return row?.intent ?? null;
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
  const received = await receivePerson(door, provider, back);
  if ('failure' in received) return received;
  const { subject, name, email, emailVerified } = received.person;
  const groups = receivedGroups(received.sources, provider.groupsClaim);
  return {
    claims: shownClaims(mergedClaims(received.sources)),
    person: { subject, name, email, emailVerified },
    groups: { state: groups.state, ids: groups.state === 'listed' ? groups.ids : [] },
  };
}
