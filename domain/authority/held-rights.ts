import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import type { GrantingGroup } from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { isOperationName, type OperationName } from '@/domain/base/operation-names';
import { readClockMs } from '@/domain/decision/clock';
import { decideSubject } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadSubjects } from '@/domain/decision/load-snapshots';
import type { GroupSnapshot } from '@/domain/decision/snapshot';

/** What somebody can do through groups, wherever they are: addresses are left out of it. */
export interface HeldRights {
  /** Control-plane operations, each with a group that gives it. */
  readonly controlPlane: ReadonlyMap<OperationName, GrantingGroup>;
  /** Operations of the protected APIs, as `api operation`. */
  readonly operations: ReadonlySet<string>;
  readonly memberOf: ReadonlyMap<string, GrantingGroup>;
  readonly leadOf: ReadonlyMap<string, GrantingGroup>;
}

/** What an identity holds now, through its living groups; nothing while it is suspended. */
export async function loadHeldRights(db: Queryable, identityId: string): Promise<HeldRights> {
  const subjects = await loadSubjects(db, identityId);
  const groups = await loadGroupSnapshots(
    db,
    subjects.map(({ groupId }) => groupId),
  );
  const nowMs = await readClockMs(db);
  const living = subjects.flatMap((subject) => {
    const group = groups.get(subject.groupId);
    if (!group || decideSubject(subject, group, nowMs) !== null) return [];
    return { group, isLead: subject.membership?.role === 'lead' };
  });
  return rightsThrough(living);
}

/** What an identity may come to hold: groups that are frozen and its own suspension are no obstacle. */
export async function loadPossibleRights(db: Queryable, identityId: string): Promise<HeldRights> {
  const rows = await db.select().from(memberships).where(eq(memberships.identityId, identityId));
  const groups = await loadGroupSnapshots(
    db,
    rows.map(({ groupId }) => groupId),
  );
  return rightsThrough(
    rows.flatMap(({ groupId, role }) => {
      const group = groups.get(groupId);
      return group ? { group, isLead: role === 'lead' } : [];
    }),
  );
}

/** What membership in these groups gives, roles aside. */
export async function loadOperationsOf(
  db: Queryable,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const groups = await loadGroupSnapshots(db, groupIds);
  return new Set([...groups.values()].flatMap(operationsOf));
}

function rightsThrough(held: readonly { group: GroupSnapshot; isLead: boolean }[]): HeldRights {
  const granting = ({ group: { id, slug } }: { group: GroupSnapshot }) =>
    [id, { id, slug }] as const;
  const controlPlane = new Map<OperationName, GrantingGroup>();
  for (const { group } of held) {
    for (const operation of group.grants.get(KEYWARD_API)?.keys() ?? []) {
      if (isOperationName(operation) && !controlPlane.has(operation)) {
        controlPlane.set(operation, { id: group.id, slug: group.slug });
      }
    }
  }
  return {
    controlPlane,
    operations: new Set(held.flatMap(({ group }) => operationsOf(group))),
    memberOf: new Map(held.map(granting)),
    leadOf: new Map(held.filter(({ isLead }) => isLead).map(granting)),
  };
}

const operationsOf = (group: GroupSnapshot): string[] =>
  [...group.grants]
    .filter(([api]) => api !== KEYWARD_API)
    .flatMap(([api, operations]) => [...operations.keys()].map((name) => `${api} ${name}`));
