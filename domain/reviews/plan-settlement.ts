import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { reviewEntries } from '@/db/schema/reviews';
import { ableAdministratorIds } from '@/domain/authority/administrators';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { hasPassed } from '@/domain/decision/clock';
import { isSameMembership } from './entry-view';
import { pushedMembers } from './pushed-members';
import type { Decision, OUTCOMES } from './review-facts';
import { LAST_ADMINISTRATOR, providerOf } from './review-rules';
import type { ReviewRow } from './review-target';

type EntryRow = typeof reviewEntries.$inferSelect;

/** What becomes of one membership. */
export interface Settlement {
  readonly entry: EntryRow;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly reason: string | null;
  /** The edit that it takes; null where the membership is left as it is. */
  readonly edit: 'remove' | { readonly role: 'member' | 'lead'; readonly until: Date } | null;
}

/**
 * What becomes of the entries of a group that are not settled: of those decided, and once the review
 * is over of the others, too. The row of the group is locked.
 * @param force where nobody would be left who administers Keyward, decisions give way, too: the
 * deadline has nobody to ask
 */
export async function planSettlement(
  tx: Transaction,
  {
    review,
    groupId,
    isDue,
    force,
    nowMs,
  }: {
    readonly review: ReviewRow;
    readonly groupId: string;
    readonly isDue: boolean;
    readonly force: boolean;
    readonly nowMs: number;
  },
): Promise<Settlement[]> {
  const rows = await tx
    .select({
      entry: reviewEntries,
      membership: memberships,
      isOver: hasPassed(memberships.expiresAt),
    })
    .from(reviewEntries)
    .leftJoin(memberships, isSameMembership)
    .where(
      and(
        eq(reviewEntries.reviewId, review.id),
        eq(reviewEntries.groupId, groupId),
        isNull(reviewEntries.settledAt),
      ),
    )
    .orderBy(asc(reviewEntries.position));
  const manual = rows.filter(({ membership }) => membership?.source === 'manual');
  const pushed = await pushedMembers(
    tx,
    groupId,
    manual.map(({ entry }) => entry.identityId),
  );
  const rule = isDue ? review.unreviewed : null;
  const planned = rows.flatMap(({ entry, membership, isOver }): Settlement[] => {
    const wanted = entry.decision ?? rule;
    if (wanted === null) return [];
    const there = membership && !isOver ? membership : null;
    const planned = becomes(entry, wanted, there, nowMs);
    const client = planned.edit === 'remove' ? pushed.get(entry.identityId) : undefined;
    return [{ entry, ...(client === undefined ? planned : givenAgain(planned, client)) }];
  });
  return keepAnAdministrator(tx, planned, force);
}

/** What becomes of an entry of which this is wanted; `membership` is null where it is there no more. */
function becomes(
  entry: EntryRow,
  wanted: Decision,
  membership: typeof memberships.$inferSelect | null,
  nowMs: number,
): Omit<Settlement, 'entry'> {
  const reason = entry.decision === null ? 'Nobody reviewed it in time.' : null;
  if (!membership) return { outcome: 'gone', reason: null, edit: null };
  if (wanted === 'keep') return { outcome: 'kept', reason, edit: null };
  if (membership.source !== 'manual') {
    return { outcome: 'at_provider', reason: `${providerOf(entry)} gives it.`, edit: null };
  }
  const until = wanted === 'shorten' ? entry.until : null;
  if (until === null || until.getTime() <= nowMs) {
    return { outcome: 'ended', reason, edit: 'remove' };
  }
  const isSooner = membership.expiresAt !== null && membership.expiresAt <= until;
  return { outcome: 'shortened', reason, edit: isSooner ? null : { role: membership.role, until } };
}

/** What was given by hand ends all the same: it must not outlast what the provider gives. */
const givenAgain = (planned: Omit<Settlement, 'entry'>, client: string) => ({
  ...{ ...planned, outcome: 'at_provider' as const },
  reason: `It ended here, and ${client} gives it again with its next push.`,
});

/**
 * Those who could administer Keyward stay, where otherwise none would be left: of them whom nobody
 * reviewed. Where none can as it is, every edit would be refused, and so none is made.
 */
async function keepAnAdministrator(
  tx: Transaction,
  planned: Settlement[],
  force: boolean,
): Promise<Settlement[]> {
  if (planned[0]?.entry.groupSlug !== ADMINISTRATORS) return planned;
  const able = await ableAdministratorIds(tx);
  const leavesOne = (plan: readonly Settlement[]) => {
    const going = new Set(plan.filter(({ edit }) => edit).map(({ entry }) => entry.identityId));
    return able.some((id) => !going.has(id));
  };
  if (leavesOne(planned)) return planned;
  const counts = ({ entry }: Settlement) => able.length === 0 || able.includes(entry.identityId);
  const spared = planned.map((one) =>
    one.entry.decision === null && counts(one) ? spare(one) : one,
  );
  if (leavesOne(spared) || !force) return spared;
  return planned.map((one) => (counts(one) ? spare(one) : one));
}

const spare = (one: Settlement): Settlement =>
  one.edit ? { ...one, outcome: 'kept', reason: LAST_ADMINISTRATOR, edit: null } : one;
