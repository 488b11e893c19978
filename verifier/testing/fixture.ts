import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import { generateTokenSecret, hashTokenSecret, tokenHint } from '@/domain/base/token-format';
import { appendEvent } from '@/domain/ledger/append-event';

const by = { grantedBy: 'fixture', grantedByName: 'Fixture' };
const HOUR_MS = 3_600_000;

interface OperationShape {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly aliases?: string[];
}

/** An API with its operations; answers its id and the ids of the operations by name. */
export async function makeApi(
  db: Database,
  api: { slug: string; hosts?: string[]; basePath?: string; operations: OperationShape[] },
) {
  const id = newId('api');
  await db.insert(apis).values({
    id,
    slug: api.slug,
    name: api.slug,
    hosts: api.hosts ?? [],
    basePath: api.basePath ?? '/',
  });
  const rows = api.operations.map((operation) => ({
    id: newId('operation'),
    apiId: id,
    name: operation.name,
    method: operation.method ?? null,
    pathTemplate: operation.path ?? null,
    aliases: operation.aliases ?? [],
    source: 'manual',
  }));
  await db.insert(operations).values(rows);
  return { id, slug: api.slug, operationIds: new Map(rows.map((row) => [row.name, row.id])) };
}

export type Api = Awaited<ReturnType<typeof makeApi>>;

export async function makeScope(db: Database, api: Api, name: string, names: string[]) {
  const id = newId('scope');
  await db.insert(scopes).values({ id, apiId: api.id, name });
  await db.insert(scopeOperations).values(
    names.map((operation) => ({
      apiId: api.id,
      scopeId: id,
      operationId: api.operationIds.get(operation) ?? 'missing',
    })),
  );
  return id;
}

export async function makeGroup(
  db: Database,
  slug: string,
  scopeIds: string[],
  values: Partial<typeof groups.$inferInsert> = {},
) {
  const id = newId('group');
  await db.insert(groups).values({
    id,
    slug,
    name: slug,
    maxTtlSeconds: 30 * 86_400,
    defaultTtlSeconds: 3_600,
    rotationOverlapSeconds: 60,
    ...values,
  });
  if (scopeIds.length > 0) {
    await db
      .insert(groupScopes)
      .values(scopeIds.map((scopeId) => ({ groupId: id, scopeId, ...by })));
  }
  return id;
}

export async function makeService(db: Database, slug: string, groupIds: string[]) {
  const id = newId('identity');
  await db.insert(identities).values({ id, type: 'service', name: slug, slug });
  if (groupIds.length > 0) {
    await db.insert(memberships).values(
      groupIds.map((groupId) => ({
        groupId,
        identityId: id,
        addedBy: 'fixture',
        addedByName: 'Fixture',
      })),
    );
  }
  return id;
}

/** A service token; answers its id and secret. */
export async function makeToken(
  db: Database,
  owner: { identityId: string; groupId: string },
  values: Partial<typeof tokens.$inferInsert> = {},
  restrictedTo?: string[],
) {
  const secret = generateTokenSecret('service');
  const { first4, last4 } = tokenHint(secret);
  const id = newId('token');
  await db.insert(tokens).values({
    id,
    kind: 'service',
    identityId: owner.identityId,
    identityType: 'service',
    groupId: owner.groupId,
    familyId: newId('family'),
    name: 'deploy robot',
    secretSha256: hashTokenSecret(secret),
    first4,
    last4,
    restricted: restrictedTo !== undefined,
    // Created a while ago, so that tests can let it expire in the past.
    createdAt: sql`now() - interval '1 day'`,
    expiresAt: new Date(Date.now() + HOUR_MS),
    createdBy: 'fixture',
    createdByName: 'Fixture',
    ...values,
  });
  if (restrictedTo) {
    await db.insert(tokenScopes).values(restrictedTo.map((scopeId) => ({ tokenId: id, scopeId })));
  }
  return { id, secret };
}

/** Makes a change and its event in one transaction, as a command would; answers the `seq`. */
export function change(
  db: Database,
  action: OperationName,
  affects: string[],
  work: (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => Promise<unknown>,
): Promise<number> {
  return db.transaction(async (tx) => {
    await work(tx);
    return appendEvent(tx, {
      actor: systemActor('fixture', []),
      group: null,
      action,
      target: { type: 'system', id: null, name: null },
      outcome: 'done',
      entry: { affects },
      request: { id: newId('request'), ip: null, userAgent: null },
    });
  });
}

/** Revokes a token as the command would; answers the `seq`. */
export function revoke(
  db: Database,
  id: string,
  action: OperationName = 'tokens.revoke',
): Promise<number> {
  return change(db, action, [id], (tx) =>
    tx
      .update(tokens)
      .set({
        state: 'revoked',
        revokedAt: sql`clock_timestamp()`,
        revokedBy: 'fixture',
        stateBeforeRevoke: 'active',
      })
      .where(eq(tokens.id, id)),
  );
}
