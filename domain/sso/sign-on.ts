import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { defineCommand, type Step } from '@/domain/commands/define';
import { admitPerson } from './admit-person';
import { openSession } from './open-session';
import { loadProvider } from './provider-target';
import { MAX_GROUP_ID } from './received-groups';
import { MAX_SID, MAX_SUBJECT } from './received-person';
import { SIGN_ON_REASONS } from './sso-facts';

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
    groups: z.union([
      z.object({ state: z.literal('listed'), ids: z.array(z.string().max(MAX_GROUP_ID)) }),
      z.object({ state: z.union([groupsUnknown, z.literal('unread')]) }),
    ]),
  }),
  output: z.object({
    session: z.string(),
    identity: z.object({ id: z.string(), name: z.string() }),
    /** Why the session is kept out of what the provider's groups give; null where it isn't. */
    groupsUnknown: groupsUnknown.nullable(),
  }),
  target: ({ db, input }) => loadProvider(db, input.provider, 'share'),
  async run({ tx, input, target: { row } }) {
    if (!row.enabled) {
      return refuse('conflict', 'provider_disabled', SIGN_ON_REASONS.provider_disabled);
    }
    const { subject, sid, name, email, emailVerified, groups } = input;
    const account = and(eq(ssoAccounts.issuer, row.issuer), eq(ssoAccounts.subject, subject));
    const [linked] = await tx.select().from(ssoAccounts).where(account);
    const identityId = linked?.identityId ?? newId('identity');
    const session = newId('session');
    const person = { provider: row.id, id: identityId, subject, name, email, emailVerified };
    const unknown = groups.state === 'listed' || groups.state === 'unread' ? null : groups.state;
    const steps: Step[] = [
      ...(linked ? [] : [{ command: admitPerson, input: person }]),
      {
        command: openSession,
        input: {
          ...{ provider: row.id, id: session, subject, sid, email, groupsUnknown: unknown },
          groups: groups.state === 'listed' ? groups.ids : null,
        },
      },
    ];
    return {
      steps,
      async value(inside) {
        const [identity] = await inside
          .select({ id: identities.id, name: identities.name })
          .from(identities)
          .where(eq(identities.id, identityId));
        if (!identity) throw new Error(`identity ${identityId} vanished`);
        return { session, identity, groupsUnknown: unknown };
      },
    };
  },
});
