import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { loadGroupSnapshots, loadTokenSnapshotById } from '@/domain/decision/load-snapshots';
import type { TokenLimits } from '@/domain/decision/snapshot';

/** What decisions about one thing rest on, as text, and the ids that make a verifier drop it. */
interface Basis {
  readonly says: string;
  readonly droppedBy: readonly string[];
}

const ADDRESSES = [null, '192.0.2.1', '203.0.113.1'];

/** By id, as a verifier keeps them: APIs and how requests find them, groups and what they open, tokens. */
export async function basisNow(db: Queryable): Promise<ReadonlyMap<string, Basis>> {
  const found = new Map<string, Basis>();
  const everything = await db
    .select({ api: apis, operation: operations })
    .from(apis)
    .leftJoin(operations, eq(operations.apiId, apis.id))
    .orderBy(apis.id, operations.id);
  const listed = new Map(everything.map(({ api }) => [api.id, api])).values();
  for (const { id, slug, hosts, basePath, otherBasePaths, ignoresTrailingSlash, state } of listed) {
    const routes = everything
      .filter(({ api }) => api.id === id)
      .map(({ operation: o }) => o && [o.name, o.method, o.pathTemplate, o.isPublic]);
    const reached = { slug, state, hosts, basePath, otherBasePaths, ignoresTrailingSlash, routes };
    found.set(id, { says: JSON.stringify(reached), droppedBy: [id] });
  }
  const apiIds = [...found.keys()];
  const held = await db.select({ id: groups.id }).from(groups);
  const snapshots = await loadGroupSnapshots(
    db,
    held.map(({ id }) => id),
  );
  for (const { id, allows, ...group } of snapshots.values()) {
    const grants = [...group.grants].map(([api, opened]) => [api, [...opened].sort()]);
    const says = JSON.stringify({ ...group, grants, allows: ADDRESSES.map(allows) });
    found.set(id, { says, droppedBy: [id, ...apiIds] });
  }
  for (const { id } of await db.select({ id: tokens.id }).from(tokens)) {
    const snapshot = await loadTokenSnapshotById(db, id);
    if (!snapshot) throw new Error(`token ${id} has no identity`);
    const { token, identity, membership, groupId } = snapshot;
    const { ancestors } = token;
    const limits = { ...limitsOf(token), ancestors: ancestors?.map(limitsOf) };
    const says = JSON.stringify({ identity, membership, token: limits });
    const above = ancestors?.map((one) => one.id) ?? [];
    found.set(id, { says, droppedBy: [id, identity.id, groupId, ...above] });
  }
  return found;
}

const limitsOf = (limits: TokenLimits) => ({
  ...limits,
  // Neither of its infinities is JSON.
  meetsPolicyUntilMs: String(limits.meetsPolicyUntilMs),
  allows: ADDRESSES.map(limits.allows),
  restriction: limits.restriction && [...limits.restriction],
});

/** Ids of what decisions rest on otherwise after than before, and a verifier would have kept. */
export function unannounced(
  before: ReadonlyMap<string, Basis>,
  after: ReadonlyMap<string, Basis>,
  affects: readonly string[],
): string[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.filter((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    if (was?.says === is?.says) return false;
    return !(was ?? is)?.droppedBy.some((one) => affects.includes(one));
  });
}
