import { and, eq, notInArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { systemActor } from '@/domain/base/actor';
import { BUILT_IN_GROUPS, BUILT_IN_SCOPES, KEYWARD_API } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';
import { DEFAULT_POLICY } from '@/domain/groups/policy';
import { appendEvent } from '@/domain/ledger/append-event';
import { OPERATIONS } from './operations';

/** Serialises two processes that start at once. */
const SYNC_LOCK = 7_239_114_002;

/**
 * Brings the built-in API, its scopes and the three built-in groups in line with this version of
 * the product. Run after migrating; changes nothing, and logs nothing, where all is in line.
 */
export async function syncBuiltIns(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SYNC_LOCK})`);
    const apiId = await ensureApi(tx);
    const changed = [
      ...(await syncOperations(tx, apiId)),
      ...(await syncScopes(tx, apiId)),
      ...(await syncGroups(tx, apiId)),
    ];
    if (changed.length === 0) return;
    const affected = await tx
      .selectDistinct({ id: groupScopes.groupId })
      .from(groupScopes)
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .where(eq(scopes.apiId, apiId));
    await appendEvent(tx, {
      actor: systemActor('migrate', []),
      group: null,
      action: 'apis.syncBuiltIns',
      target: { type: 'api', id: apiId, name: 'Keyward' },
      outcome: 'done',
      entry: { after: { changed }, affects: [apiId, ...affected.map(({ id }) => id)] },
      request: { id: newId('request'), ip: null, userAgent: null },
    });
  });
}

async function ensureApi(tx: Transaction): Promise<string> {
  await tx
    .insert(apis)
    .values({ id: newId('api'), slug: KEYWARD_API, name: 'Keyward', builtIn: true })
    .onConflictDoNothing({ target: apis.slug });
  const [api] = await tx.select().from(apis).where(eq(apis.slug, KEYWARD_API));
  if (!api?.builtIn) throw new Error(`an API of your own has the reserved slug “${KEYWARD_API}”`);
  return api.id;
}

async function syncOperations(tx: Transaction, apiId: string): Promise<string[]> {
  const names = OPERATIONS.map(({ operation }) => operation);
  const added = await tx
    .insert(operations)
    .values(
      OPERATIONS.map(({ operation, summary }) => ({
        id: newId('operation'),
        apiId,
        name: operation,
        summary,
        tags: [operation.split('.')[0] ?? ''],
        source: 'built-in',
      })),
    )
    .onConflictDoNothing({ target: [operations.apiId, operations.name] })
    .returning({ name: operations.name });
  const removed = await tx
    .delete(operations)
    .where(and(eq(operations.apiId, apiId), notInArray(operations.name, names)))
    .returning({ name: operations.name });
  return [...added.map(({ name }) => `+${name}`), ...removed.map(({ name }) => `-${name}`)];
}

async function syncScopes(tx: Transaction, apiId: string): Promise<string[]> {
  const changed: string[] = [];
  const byName = new Map(
    (await tx.select().from(operations).where(eq(operations.apiId, apiId))).map((operation) => [
      operation.name,
      operation.id,
    ]),
  );
  for (const { name, description, holds } of BUILT_IN_SCOPES) {
    await tx
      .insert(scopes)
      .values({ id: newId('scope'), apiId, name, description, builtIn: true })
      .onConflictDoNothing({ target: [scopes.apiId, scopes.name] });
    const [scope] = await tx
      .select()
      .from(scopes)
      .where(and(eq(scopes.apiId, apiId), eq(scopes.name, name)));
    if (!scope?.builtIn) throw new Error(`a scope of your own has the reserved name “${name}”`);
    const wanted = OPERATIONS.filter(holds).flatMap(({ operation }) => byName.get(operation) ?? []);
    const removed = await tx
      .delete(scopeOperations)
      .where(
        and(eq(scopeOperations.scopeId, scope.id), notInArray(scopeOperations.operationId, wanted)),
      )
      .returning();
    const added = await tx
      .insert(scopeOperations)
      .values(wanted.map((operationId) => ({ apiId, scopeId: scope.id, operationId })))
      .onConflictDoNothing()
      .returning();
    if (added.length + removed.length > 0) changed.push(name);
  }
  return changed;
}

async function syncGroups(tx: Transaction, apiId: string): Promise<string[]> {
  const changed: string[] = [];
  const actor = systemActor('migrate', []);
  for (const { slug, name, description, scope } of BUILT_IN_GROUPS) {
    const made = await tx
      .insert(groups)
      .values({
        id: newId('group'),
        slug,
        name,
        description,
        builtIn: true,
        ...DEFAULT_POLICY,
        whoMayMint: 'administrators',
      })
      .onConflictDoNothing({ target: groups.slug })
      .returning();
    const [group] = await tx.select().from(groups).where(eq(groups.slug, slug));
    if (!group?.builtIn) throw new Error(`a group of your own has the reserved slug “${slug}”`);
    const [granted] = await tx
      .select()
      .from(scopes)
      .where(and(eq(scopes.apiId, apiId), eq(scopes.name, scope)));
    if (!granted) throw new Error(`the built-in scope ${scope} is missing`);
    await tx
      .insert(groupScopes)
      .values({
        groupId: group.id,
        scopeId: granted.id,
        grantedBy: actor.id,
        grantedByName: actor.name,
      })
      .onConflictDoNothing();
    if (made.length > 0) changed.push(slug);
  }
  return changed;
}
