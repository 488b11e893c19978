import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { groups } from '@/db/schema/groups';
import type { JsonObject } from '@/db/schema/history';
import { identities } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { tokens } from '@/db/schema/tokens';
import type { EventAction } from '@/domain/base/operation-names';
import type { FeedConsumer } from '@/domain/feed/consumer';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { concernedBy } from '@/domain/notices/recipients';

/** Tells whoever a token belongs to what others did to it, and of every rotation. */
export const noticeChanges: FeedConsumer = {
  name: 'notices',
  startAt: 'next-event',
  async apply(tx, events) {
    for (const event of events) {
      if (event.outcome === 'done') await noticeChange(tx, event);
    }
  },
};

async function noticeChange(tx: Transaction, event: StoredEvent): Promise<void> {
  const { targetId } = event;
  const action = actionOf(event);
  if (action === 'tokens.undoRevoke') return takeBack(tx, targetId);
  const ids = REVOKING[action]?.(event) ?? (TOLD.has(action) ? [targetId ?? ''] : []);
  for (const token of ids.length > 0 ? await readTokens(tx, ids) : []) {
    const about = { type: 'token' as const, id: token.id, name: token.name };
    for (const to of await recipients(tx, token, event)) {
      await raiseNotice(tx, {
        ...noticeOf(event, token.group),
        ...{ about, to, onceKey: `${event.id} ${token.id}` },
      });
    }
  }
}

/** As stored; one that an older release wrote and this one doesn't know matches nothing here. */
const actionOf = (event: StoredEvent) => event.action as EventAction;

function noticeOf(event: StoredEvent, group: string) {
  const { actorName: by, reason, after, at } = event;
  const action = actionOf(event);
  if (action === 'tokens.suspend') {
    return { kind: 'token.suspended' as const, facts: { by, reason, group } };
  }
  if (!TOLD.has(action)) return { kind: 'token.revoked' as const, facts: { by, reason, group } };
  const retiresAt = after?.retiresAt;
  // An overlap of no length ends with the rotation.
  const worksUntil = typeof retiresAt === 'string' && retiresAt > at ? retiresAt : null;
  return { kind: 'token.rotated' as const, facts: { by, group, worksUntil } };
}

const TOLD: ReadonlySet<EventAction> = new Set<EventAction>([
  'tokens.rotate',
  'tokens.rotateSelf',
  'tokens.suspend',
]);

/** Actions that revoke tokens, and where their events name them. */
const REVOKING: Readonly<Partial<Record<EventAction, (event: StoredEvent) => string[]>>> = {
  'tokens.revoke': ({ targetId }) => [targetId ?? ''],
  'tokens.revokeFamily': ({ after }) => idsIn(after, 'revoked'),
  'groups.editMembers': ({ after }) => idsIn(after, 'revokedTokens'),
  'trustRules.delete': ({ after }) => idsIn(after, 'revokedTokens'),
  'memberships.end': ({ after }) => idsIn(after, 'revokedTokens'),
  'identities.stop': ({ after }) => [
    ...idsIn(after, 'revokedTokens'),
    ...idsIn(after, 'alsoRevokedTokens'),
  ],
};

const idsIn = (after: JsonObject | null, field: string): string[] => {
  const value = after?.[field];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
};

type Owned = Awaited<ReturnType<typeof readTokens>>[number];

const readTokens = (tx: Transaction, ids: readonly string[]) =>
  tx
    .select({
      ...{ id: tokens.id, name: tokens.name, groupId: tokens.groupId, group: groups.name },
      ...{ owner: tokens.identityId, ownerType: tokens.identityType },
    })
    .from(tokens)
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .where(inArray(tokens.id, [...ids]))
    .orderBy(tokens.id);

/** Nobody is told what they have just done themselves; what their token did may have been a thief. */
async function recipients(tx: Transaction, token: Owned, event: StoredEvent): Promise<string[]> {
  const concerned = await concernedBy(tx, token);
  return event.viaType === 'session' ? concerned.filter((id) => id !== event.actorId) : concerned;
}

/** What was undone before anybody was told is no news. */
async function takeBack(tx: Transaction, tokenId: string | null): Promise<void> {
  await tx
    .update(notices)
    .set({ readAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(notices.kind, 'token.revoked'),
        eq(notices.aboutId, tokenId ?? ''),
        eq(notices.mail, 'waiting'),
        isNull(notices.readAt),
      ),
    );
}
