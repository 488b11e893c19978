import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { type Gain, gainSchema } from '@/domain/authority/privileged-rights';
import type { Actor } from '@/domain/base/actor';
import { prose } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { type Approval, defineCommand, type Step } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { editMembers } from '@/domain/groups/edit-members';
import { carriedOut } from './carried-out';
import { livingMembership, maxAccessSeconds, NO_LONGER, refuseBeyond } from './create-request';
import { refuseOutdated } from './refuse-outdated';
import { requestRules, takenOut } from './request-facts';
import { loadRequest, type RequestRow } from './request-target';
import { readRequestView, requestViewSchema } from './request-view';
import { settle } from './settle';

/**
 * Carries out what was asked for, by the commands that make it alone, with the approver's rights and the
 * rules of the moment. A privileged change is also refused where it, or who asked, is not as it was.
 */
export const approveRequest = defineCommand({
  operation: 'requests.approve',
  summary: 'Approve a request',
  http: { method: 'POST', path: '/requests/{request}/approve' },
  input: z.object({
    request: z.string().max(100),
    /** Until when access lasts; as wished unless said, null for good. A change takes none. */
    until: instantInput().nullable().optional(),
    reason: prose().optional(),
  }),
  output: requestViewSchema,
  target: ({ db, input }) => loadRequest(db, input.request, true),
  refusal: requestRules.approve,
  view: ({ tx, target }) => readRequestView(tx, target.id),
  async run({ tx, actor, input, target: { row } }) {
    const outdated = await refuseOutdated(tx, row);
    if (outdated) return outdated;
    if (row.kind === 'change' && input.until !== undefined) {
      return invalid('until', 'A change is made as it was asked for: only access takes an end.');
    }
    const until = row.kind === 'access' ? await endOf(tx, row, input.until) : null;
    if (isRefusal(until)) return until;
    const steps = row.kind === 'access' ? await joining(tx, row, until) : waiting(row);
    if (isRefusal(steps)) return steps;
    await settleAll(tx, actor, row, { until, reason: input.reason || undefined });
    return {
      steps,
      ...(row.kind === 'change' ? { approval: approvalOf(row) } : { fulfils: row.id }),
      value: (changed) => readRequestView(changed, row.id),
    };
  },
});

type End = Date | null;

async function endOf(
  tx: Transaction,
  { wishedUntil }: RequestRow,
  said: string | null | undefined,
): Promise<End | Refusal> {
  const nowMs = await readClockMs(tx);
  const wished = said === undefined ? wishedUntil : said === null ? null : new Date(said);
  const seconds = await maxAccessSeconds(tx);
  if (wished === null) return seconds === null ? null : new Date(nowMs + seconds * 1_000);
  if (wished.getTime() <= nowMs) {
    return invalid('until', 'The wished date has passed: say another.');
  }
  return (await refuseBeyond(tx, wished.getTime(), nowMs)) ?? wished;
}

/** Whoever asked for longer access, and was removed before its end: one that has ended leaves its row. */
async function wasTakenOut(
  tx: Transaction,
  { extendsFrom, requesterId, groupId }: RequestRow,
): Promise<boolean> {
  if (extendsFrom === null || extendsFrom.getTime() <= (await readClockMs(tx))) return false;
  const theirs = and(
    eq(memberships.groupId, groupId ?? ''),
    eq(memberships.identityId, requesterId),
  );
  return (await tx.$count(memberships, theirs)) === 0;
}

async function joining(tx: Transaction, row: RequestRow, until: End): Promise<Step[] | Refusal> {
  const group = row.groupId ?? '';
  // As the edit below does: until the commit nobody else moves the end that is looked at here.
  await tx.select({ id: groups.id }).from(groups).where(eq(groups.id, group)).for('update');
  const present = await livingMembership(tx, group, row.requesterId);
  const isForGood = present !== null && present.expiresAt === null;
  if (present !== null && (row.extendsFrom === null || isForGood)) {
    const how = isForGood ? 'in the group for good' : 'in the group';
    const message = `${row.requesterName} is ${how} already. Deny the request, or let it be withdrawn.`;
    return refuse('conflict', 'already_member', message);
  }
  if (present === null && (await wasTakenOut(tx, row))) return takenOut(row.requesterName);
  if (present?.expiresAt && until !== null && until <= present.expiresAt) return NO_LONGER;
  const expiresAt = until?.toISOString() ?? null;
  // Who leads it goes on leading it: what is given is time.
  const add = [{ identity: row.requesterId, role: present?.role ?? 'member', expiresAt }];
  return [{ command: editMembers, input: { group, add }, reason: reasonOf(row) }];
}

const kept = z.object({
  items: z.array(z.object({ operation: z.string(), input: z.looseObject({}) })),
});

function waiting(row: RequestRow): Step[] | Refusal {
  const steps: Step[] = [];
  for (const { operation, input } of kept.parse(row.steps).items) {
    const command = carriedOut(operation);
    if (!command) {
      const message = 'This version of Keyward can’t carry it out. Deny it, and ask for it again.';
      return refuse('conflict', 'request_outdated', message);
    }
    steps.push({ command, input, reason: reasonOf(row) });
  }
  return steps;
}

const reasonOf = (row: RequestRow): string =>
  row.kind === 'access'
    ? `${row.id} of ${row.requesterName}: ${row.reason}`
    : `${row.id} of ${row.requesterName}`;

function approvalOf(row: RequestRow): Approval {
  return {
    gains: gainsOf(row),
    effects: (row.effects?.items ?? []) as unknown as Approval['effects'],
    requester: {
      ...{ id: row.requesterId, name: row.requesterName, ip: row.ip },
      via: { type: row.viaType, id: row.viaId },
    },
  };
}

const gainsOf = ({ gains }: RequestRow): Gain[] => gainSchema.array().parse(gains?.items ?? []);

/** The request that is approved, and the one for access that a change fulfils. */
async function settleAll(
  tx: Transaction,
  actor: Actor,
  row: RequestRow,
  { until, reason }: { until: End; reason: string | undefined },
): Promise<void> {
  await settle(tx, row, { state: 'approved', by: actor, until, reason });
  const fulfilled = row.fulfils === null ? null : await loadRequest(tx, row.fulfils, true);
  if (fulfilled === null || isRefusal(fulfilled)) return;
  const end = gainsOf(row).find(({ kind }) => kind === 'member')?.until ?? null;
  await settle(tx, fulfilled.row, {
    ...{ state: 'approved', by: actor, until: end === null ? null : new Date(end), reason },
  });
}
