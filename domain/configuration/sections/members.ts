import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { slug } from '@/domain/base/input';
import { instantInput, toInstantText } from '@/domain/base/instant';
import { hasPassed, readClockMs } from '@/domain/decision/clock';
import { editMembers } from '@/domain/groups/edit-members';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import { type Change, inOrder, type Path } from '../change';

/** Service accounts in a group, each by name alone or with the date it ends. People are not the file's. */
export const membersSchema = z
  .array(
    z.union([slug(), z.strictObject({ account: slug(), until: instantInput() })], {
      error: 'Write the slug of a service account, or a map with “account” and “until”.',
    }),
  )
  .max(10_000);
type Wanted = z.output<typeof membersSchema>;

interface Member {
  readonly account: string;
  readonly until: string | null;
}

async function readRows(db: Queryable, groupId: string) {
  return db
    .select({
      account: identities.slug,
      expiresAt: memberships.expiresAt,
      ended: hasPassed(memberships.expiresAt),
    })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(and(eq(memberships.groupId, groupId), eq(identities.type, 'service')))
    .orderBy(asc(identities.slug));
}

/** Those that have not ended, as a file says them. */
export async function readMembers(db: Queryable, groupId: string): Promise<unknown[]> {
  const rows = (await readRows(db, groupId)).filter(({ ended }) => !ended);
  return rows
    .map(({ account, expiresAt }) => ({ account: account ?? '', expiresAt }))
    .sort((one, other) => inOrder(one.account, other.account))
    .map(({ account, expiresAt }) =>
      expiresAt ? { account, until: toInstantText(expiresAt) } : account,
    );
}

/** What joins or ends at another date, and apart from it what leaves; what has ended by its date is no difference. */
export async function diffMembers(
  db: Queryable,
  group: string,
  groupId: string,
  wanted: Wanted,
): Promise<Change[]> {
  const nowMs = await readClockMs(db);
  const said: Member[] = wanted.map((one) =>
    typeof one === 'string' ? { account: one, until: null } : one,
  );
  const rows = new Map(
    (await readRows(db, groupId)).map((row) => [row.account ?? '', row] as const),
  );
  const joining = said
    .map((member, index) => ({ ...member, index, row: rows.get(member.account) }))
    .filter(({ until }) => until === null || Date.parse(until) > nowMs)
    .filter(({ until, row }) => !row || dateOf(row) !== until);
  const named = new Set(said.map(({ account }) => account));
  const leaving = [...rows.values()].filter(
    ({ account, ended }) => !named.has(account ?? '') && !ended,
  );
  const path = ['groups', group, 'serviceAccounts'];
  const change = { kind: 'service accounts of group', name: group, path };
  return [
    ...inPieces(joining).map(
      (piece): Change => ({
        ...{ ...change, at: 'members', verb: 'update' },
        fields: piece.map(({ account, until, row }) => ({
          ...{ name: account, before: row ? (dateOf(row) ?? 'for good') : null },
          after: until ?? 'for good',
        })),
        step: {
          command: editMembers,
          input: {
            group,
            add: piece.map(({ account, until }) => ({ identity: account, expiresAt: until })),
          },
        },
        placeOf: ([field, index]: Path) =>
          field === 'add' && typeof index === 'number' ? [...path, piece[index]?.index ?? 0] : path,
      }),
    ),
    ...inPieces(leaving).map(
      (piece): Change => ({
        ...{ ...change, at: 'removedMembers', verb: 'delete' },
        fields: piece.map((row) => ({
          ...{ name: row.account ?? '', before: dateOf(row) ?? 'for good', after: null },
        })),
        step: {
          command: editMembers,
          input: { group, remove: piece.map(({ account }) => account ?? '') },
        },
        placeOf: () => path,
      }),
    ),
  ];
}

const dateOf = ({ expiresAt }: { expiresAt: Date | null }) =>
  expiresAt === null ? null : toInstantText(expiresAt);

function inPieces<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += MAX_MEMBER_EDITS) {
    pieces.push(items.slice(start, start + MAX_MEMBER_EDITS));
  }
  return pieces;
}
