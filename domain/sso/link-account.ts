import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoTries } from '@/db/schema/sso';
import { personActor } from '@/domain/base/actor';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_SUBJECT } from './received-person';
import type { ComeBack } from './redeem-code';
import { receivePerson, type SignOnDoor } from './single-sign-on';
import { isSignOnReason, SIGN_ON_REASONS, type SignOnReason } from './sso-facts';

/** Links the account that somebody has just signed in with at a provider to the person who went there. */
export const linkAccount = defineCommand({
  operation: 'ssoAccounts.link',
  summary: 'Link an account at a provider to the person who signed in with it',
  input: z.object({
    provider: z.string().max(100),
    link: z.string().max(100),
    session: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    email: z.string().max(400).nullable(),
  }),
  output: z.object({ identity: z.string() }),
  conflicts: {
    sso_accounts_issuer_subject_pk: { path: 'subject', message: 'It was linked a moment ago.' },
  },
  target: ({ db, input }) => loadProvider(db, input.provider, 'share'),
  async run({ tx, actor, input, target: { row } }) {
    const { link, session, subject, email } = input;
    const [begun] = await tx
      .update(ssoTries)
      .set({ settledAt: sql`clock_timestamp()`, outcome: 'done' })
      .where(
        and(
          ...[eq(ssoTries.id, link), eq(ssoTries.providerId, row.id), eq(ssoTries.intent, 'link')],
          ...[eq(ssoTries.sessionId, session), isNull(ssoTries.settledAt)],
          ...[eq(ssoTries.identityId, actor.id), gt(ssoTries.expiresAt, sql`clock_timestamp()`)],
        ),
      )
      .returning();
    const alive = and(eq(sessions.id, session), isNull(sessions.endedAt));
    const identity = begun && (await findIdentity(tx, begun.identityId, 'no key update'));
    if (!identity || isRefusal(identity) || (await tx.$count(sessions, alive)) === 0) {
      return refuse('conflict', 'state_mismatch', SIGN_ON_REASONS.state_mismatch);
    }
    if (identity.state !== 'active') {
      return refuse('conflict', 'identity_suspended', SIGN_ON_REASONS.identity_suspended);
    }
    const [taken] = await tx
      .select()
      .from(ssoAccounts)
      .where(and(eq(ssoAccounts.issuer, row.issuer), eq(ssoAccounts.subject, subject)));
    if (taken) return refuse('conflict', 'account_linked', SIGN_ON_REASONS.account_linked);
    await tx.insert(ssoAccounts).values({
      ...{ issuer: row.issuer, subject, identityId: identity.id, providerId: row.id, email },
    });
    return {
      value: { identity: identity.id },
      audit: {
        target: { type: 'identity', id: identity.id, name: identity.name },
        after: { provider: row.slug, issuer: row.issuer, subject },
        affects: [],
      },
    };
  },
});

/** A way to a provider that is to link the account, in the session of the person who began it. */
export interface OpenLink {
  readonly link: string;
  readonly session: string;
  readonly person: { readonly id: string; readonly name: string };
}

/** Links what the browser came back with, or records why not. @returns null where it is linked */
export async function endLink(
  door: SignOnDoor,
  provider: ProviderRow,
  { link, session, person }: OpenLink,
  back: ComeBack | { readonly failure: SignOnReason; readonly note?: string | undefined },
): Promise<SignOnReason | null> {
  const deny = async (reason: SignOnReason, note?: string) => {
    const target = { type: 'identity' as const, id: person.id, name: person.name };
    const denial = { actor: personActor(person, []), action: linkAccount.operation, target };
    const told = note === undefined ? reason : `${reason}: ${note}`;
    const { request } = door;
    await denialRecorder(door.db).record({ ...denial, request, reason: told }, person.id);
    return reason;
  };
  if ('failure' in back) return deny(back.failure, back.note);
  const received = await receivePerson(door, provider, back);
  if ('failure' in received) return deny(received.failure, received.note);
  const { subject, email } = received.person;
  const actor = personActor(person, [linkAccount.operation]);
  const input = { provider: provider.id, link, session, subject, email };
  const linked = await runCommand(linkAccount, { ...door, actor }, input);
  if (linked.ok) return null;
  return deny(isSignOnReason(linked.code) ? linked.code : 'account_linked');
}
