import { z } from 'zod';
import { anomalySchema } from './anomaly-facts';

const actor = z.string();
const at = z.iso.datetime();

/** What each kind of notice must know to be put into words: names and times, and never a secret. */
export const NOTICE_KINDS = {
  'token.expires': z.object({ days: z.int().positive(), expiresAt: at, group: z.string() }),
  'token.idle': z.object({ idleSince: at, group: z.string() }),
  'token.revoked': z.object({ by: actor, reason: z.string().nullable(), group: z.string() }),
  'token.suspended': z.object({ by: actor, reason: z.string().nullable(), group: z.string() }),
  'token.rotated': z.object({
    ...{ by: actor, group: z.string(), worksUntil: at.nullable() },
    /** The service account it acts as; null where it is the reader's own. */
    owner: z.string().nullable().default(null),
  }),
  /** A token that was rotated is still used, near the end of its overlap; null is after it. */
  'token.retired_used': z.object({
    ...{ ip: z.string().nullable(), usedAt: at, group: z.string() },
    worksUntil: at.nullable(),
  }),
  /** Somebody has reported its secret as found where it doesn't belong. */
  'token.leaked': z.object({
    ...{ source: z.string().nullable(), url: z.string().nullable(), group: z.string() },
    stop: z.enum(['revoke', 'suspend']),
  }),
  /** A use of a token, or of a group's tokens, that is out of the ordinary; `group` is where a token acts. */
  anomaly: z.object({ anomaly: anomalySchema, group: z.string().nullable() }),
  /** A service token, or a rule that gives some, waits until a second person approves it. */
  'token.awaits': z.object({ by: actor, group: z.string() }),
  'trust_rule.awaits': z.object({ by: actor, group: z.string() }),
  'rotation.failed': z.object({ reason: z.string(), group: z.string() }),
  /** A provider's groups have made somebody a member of a group that controls Keyward. */
  'membership.privileged': z.object({ group: z.string(), by: actor }),
  /** A password was used though passwords are switched off for others. */
  'sign_in.break_glass': z.object({ ip: z.string().nullable(), at }),
  /** The counter of a passkey went back: somebody has a copy of it. */
  'passkey.cloned': z.object({ person: z.string(), ip: z.string().nullable(), at }),
  /** An administrator has cleared what somebody proves who they are by, beside the password. */
  'factors.cleared': z.object({ by: actor, at }),
  /** Somebody asks for access to a group. */
  'request.access': z.object({
    ...{ by: actor, group: z.string(), reason: z.string() },
    /** Of access that they have: when it ends. */
    endsAt: at.optional(),
  }),
  /** A change that gives rights over Keyward waits for a second administrator. */
  'request.change': z.object({ by: actor }),
  'request.decided': z.object({
    ...{ state: z.enum(['approved', 'denied', 'withdrawn', 'expired']), by: actor },
    ...{ reason: z.string().nullable(), until: at.nullable() },
  }),
  /** Memberships wait to be reviewed; `members` that the reader may decide. */
  'review.opened': z.object({ members: z.int(), dueAt: at }),
  'review.due': z.object({ members: z.int(), dueAt: at, days: z.int().positive() }),
  /** A message was tried for the last time. */
  'webhook.gave_up': z.object({ topic: z.string(), attempts: z.int(), error: z.string() }),
  'webhook.disabled': z.object({ reason: z.string() }),
} as const;

export type NoticeKind = keyof typeof NOTICE_KINDS;
export type NoticeFacts<Kind extends NoticeKind> = z.input<(typeof NOTICE_KINDS)[Kind]>;
