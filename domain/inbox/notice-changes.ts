import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { tokens } from '@/db/schema/tokens';
import { revokedBy } from '@/domain/base/endings';
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
  const ids = tokensOf(event);
  for (const token of ids.length > 0 ? await readTokens(tx, ids) : []) {
    const about = { type: 'token' as const, id: token.id, name: token.name };
    for (const to of await recipients(tx, token, event)) {
      await raiseNotice(tx, {
        ...noticeOf(event, token),
        ...{ about, to, onceKey: `${event.id} ${token.id}` },
      });
    }
  }
}

/** As stored; one that an older release wrote and this one doesn't know matches nothing here. */
const actionOf = (event: StoredEvent) => event.action as EventAction;

function noticeOf(event: StoredEvent, { group, ownerType, ownerName }: Owned) {
  const { actorName: by, reason, after, at } = event;
  const action = actionOf(event);
  if (action === 'tokens.suspend') {
    return { kind: 'token.suspended' as const, facts: { by, reason, group } };
  }
  if (!TOLD.has(action)) return { kind: 'token.revoked' as const, facts: { by, reason, group } };
  const retiresAt = after?.retiresAt;
  // An overlap of no length ends with the rotation.
  const worksUntil = typeof retiresAt === 'string' && retiresAt > at ? retiresAt : null;
  const owner = ownerType === 'person' ? null : ownerName;
  return { kind: 'token.rotated' as const, facts: { by, group, worksUntil, owner } };
}

const TOLD: ReadonlySet<EventAction> = new Set<EventAction>([
  'tokens.rotate',
  'tokens.rotateSelf',
  'tokens.suspend',
]);

/** Their holder knows, or has been told otherwise. */
const UNTOLD: ReadonlySet<EventAction> = new Set<EventAction>([
  'tokens.revokeSelf',
  'tokens.deny',
  'leaks.stop',
]);

/** The tokens whose holders must hear of it. */
function tokensOf(event: StoredEvent): string[] {
  const action = actionOf(event);
  if (TOLD.has(action)) return [event.targetId ?? ''];
  return UNTOLD.has(action) ? [] : revokedBy(event);
}

type Owned = Awaited<ReturnType<typeof readTokens>>[number];

const readTokens = (tx: Transaction, ids: readonly string[]) =>
  tx
    .select({
      ...{ id: tokens.id, name: tokens.name, groupId: tokens.groupId, group: groups.name },
      ...{ owner: tokens.identityId, ownerType: tokens.identityType },
      ownerName: identities.name,
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
