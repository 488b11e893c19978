import type { Transaction } from '@/db/client';
import { notices } from '@/db/schema/notices';
import { newId } from '@/domain/base/ids';
import { NOTICE_KINDS, type NoticeFacts, type NoticeKind } from './kinds';

export interface Notice<Kind extends NoticeKind> {
  readonly kind: Kind;
  readonly about: {
    readonly type: 'token' | 'group' | 'webhook' | 'identity' | 'review' | 'request' | 'trustRule';
    readonly id: string;
    readonly name: string;
  };
  /** The id of the identity to tell. A service account reads nothing: tell its group's leads. */
  readonly to: string;
  /** What makes it this notice and no other, e.g. `token.expires tok_… 7`; for each person anew. */
  readonly onceKey: string;
  readonly facts: NoticeFacts<Kind>;
}

/** What keeps one person from being told the same twice. */
export const noticeKey = (to: string, onceKey: string): string => `${to} ${onceKey}`;

/**
 * Tells somebody something, once, when the transaction commits: in the dashboard, and by mail where that
 * is set up. Raising the same again does nothing.
 * @returns whether it is new
 * @throws on facts that aren't the kind's
 */
export async function raiseNotice<Kind extends NoticeKind>(
  tx: Transaction,
  { kind, about, to, onceKey, facts }: Notice<Kind>,
): Promise<boolean> {
  const { rowCount } = await tx
    .insert(notices)
    .values({
      id: newId('notice'),
      kind,
      identityId: to,
      onceKey: noticeKey(to, onceKey),
      aboutType: about.type,
      aboutId: about.id,
      aboutName: about.name,
      facts: NOTICE_KINDS[kind].parse(facts),
    })
    .onConflictDoNothing({ target: notices.onceKey });
  return rowCount === 1;
}
