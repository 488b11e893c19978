import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { defineCommand, type Step } from '@/domain/commands/define';
import { EMAIL_TAKEN } from '@/domain/targets/email-forms';
import { findIdentity } from '@/domain/targets/find-identity';
import { admitPerson } from './admit-person';
import { openSession, proofFields } from './open-session';
import { loadProvider } from './provider-target';
import { MAX_GROUP_ID } from './received-groups';
import { MAX_SID, MAX_SUBJECT } from './received-person';
import { SIGN_ON_REASONS } from './sso-facts';
import { syncMembership } from './sync-membership';
import { lockGroups, type PlannedSync, planSync, wantedMemberships } from './wanted-memberships';

const groupsUnknown = z.enum(['missing', 'truncated', 'malformed']);

/**
 * Signs somebody in on the word of a provider, in one transaction: who is new becomes a person,
 * memberships of mapped groups are set to what is claimed, and a session is opened.
 */
export const signOn = defineCommand({
  operation: 'sessions.signOn',
  summary: 'Sign in on the word of a provider',
  input: z.object({
    provider: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    sid: z.string().max(MAX_SID).nullable(),
    name: z.string().max(200).nullable(),
    email: z.string().max(400).nullable(),
    emailVerified: z.boolean().nullable(),
    ...proofFields,
    /** Where the last administrator would go: they stay, and no session is opened. */
    keepsAdministrators: z.boolean().default(false),
    groups: z.union([
      z.strictObject({ state: z.literal('listed'), ids: z.array(z.string().max(MAX_GROUP_ID)) }),
      z.strictObject({ state: z.union([groupsUnknown, z.literal('unread')]) }),
    ]),
  }),
  output: z.object({
    /** Null where none is opened. */
    session: z.string().nullable(),
    identity: z.object({ id: z.string(), name: z.string() }),
    /** Why the session is kept out of what the provider's groups give; null where it isn't. */
    groupsUnknown: groupsUnknown.nullable(),
  }),
  conflicts: {
    sso_accounts_issuer_subject_pk: { path: 'subject', message: 'It was linked a moment ago.' },
    identities_email: EMAIL_TAKEN,
  },
  target: ({ db, input }) => loadProvider(db, input.provider, 'share'),
  async run({ tx, input, target: { row } }) {
    if (!row.enabled) {
      return refuse('conflict', 'provider_disabled', SIGN_ON_REASONS.provider_disabled);
    }
    const { subject, sid, name, email, emailVerified, groups, keepsAdministrators } = input;
    const { authenticatedAt, severalFactors } = input;
    const account = and(eq(ssoAccounts.issuer, row.issuer), eq(ssoAccounts.subject, subject));
    const [linked] = await tx.select().from(ssoAccounts).where(account);
    if (linked) await findIdentity(tx, linked.identityId, 'no key update');
    const identityId = linked?.identityId ?? newId('identity');
    const session = newId('session');
    const person = { provider: row.id, id: identityId, subject, name, email, emailVerified };
    const unknown = groups.state === 'listed' || groups.state === 'unread' ? null : groups.state;
    const changes =
      groups.state === 'listed' ? await changesFor(tx, row.id, identityId, groups.ids) : [];
    const steps: Step[] = [
      ...(linked ? [] : [{ command: admitPerson, input: person }]),
      ...changes
        .filter(({ slug, wanted }) => wanted || slug !== ADMINISTRATORS || !keepsAdministrators)
        .map(({ groupId, wanted }) => ({
          command: syncMembership,
          input: {
            ...{ group: groupId, provider: row.id, identity: identityId },
            ...(wanted ?? { role: null }),
          },
        })),
    ];
    const opening: Step = {
      command: openSession,
      input: {
        ...{ provider: row.id, id: session, subject, sid, email, groupsUnknown: unknown },
        ...{ authenticatedAt, severalFactors },
        groups: groups.state === 'listed' ? groups.ids : null,
      },
    };
    return {
      steps: keepsAdministrators ? steps : [...steps, opening],
      async value(inside) {
        const [identity] = await inside
          .select({ id: identities.id, name: identities.name })
          .from(identities)
          .where(eq(identities.id, identityId));
        if (!identity) throw new Error(`identity ${identityId} vanished`);
        return { session: keepsAdministrators ? null : session, identity, groupsUnknown: unknown };
      },
    };
  },
});

async function changesFor(
  tx: Transaction,
  providerId: string,
  identityId: string,
  ids: readonly string[],
): Promise<PlannedSync[]> {
  const wanted = await wantedMemberships(tx, providerId, ids);
  const plan = () => planSync(tx, { providerId, identityId }, wanted);
  const planned = await plan();
  if (planned.length === 0) return planned;
  // Somebody may have been added by hand until the groups were held.
  await lockGroups(
    tx,
    planned.map(({ groupId }) => groupId),
  );
  return plan();
}
