import { and, arrayOverlaps, eq, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { operations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { looksLikeId } from '@/domain/base/ids';
import { withoutSecret } from '@/domain/base/input';
import { invalid, notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

/** Scope names read like `invoices:read`. */
export const scopeName = () =>
  withoutSecret(
    z
      .string()
      .trim()
      .regex(
        /^[a-z0-9][a-z0-9._-]*(?::[a-z0-9._-]+)*$/,
        'Use lower-case words joined by colons, such as “invoices:read”.',
      )
      .max(100),
  );

export interface ScopeTarget extends Target {
  readonly type: 'scope';
  readonly id: string;
  readonly row: typeof scopes.$inferSelect;
}

/** Loads a scope by id; members reach it through the groups that own it. */
export async function loadScopeTarget(
  db: Queryable,
  id: string,
  lock = false,
): Promise<ScopeTarget | Refusal> {
  if (!looksLikeId('scope', id)) return notFound('scope');
  const query = db.select().from(scopes).where(eq(scopes.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('scope');
  const owners = await db
    .select({ id: groupScopes.groupId })
    .from(groupScopes)
    .where(eq(groupScopes.scopeId, row.id));
  return {
    type: 'scope',
    id: row.id,
    name: row.name,
    groupIds: owners.map((owner) => owner.id),
    row,
  };
}

/** Finds operations of one API by any of their names, each once; the first unknown name is refused. */
export async function findOperations(
  db: Queryable,
  apiId: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[] | Refusal> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return [];
  const rows = await db
    .select({ id: operations.id, name: operations.name, aliases: operations.aliases })
    .from(operations)
    .where(
      and(
        eq(operations.apiId, apiId),
        or(inArray(operations.name, wanted), arrayOverlaps(operations.aliases, wanted)),
      ),
    )
    .for('share');
  const found = new Set(rows.flatMap((row) => [row.name, ...row.aliases]));
  const unknown = names.findIndex((name) => !found.has(name));
  return unknown < 0
    ? rows
    : invalid(`operations.${unknown}`, `The API has no operation “${names[unknown]}”.`);
}
