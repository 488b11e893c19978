import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { operations } from '@/db/schema/apis';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { diffOperations, type OperationDiff } from '@/domain/openapi/diff-operations';
import { normalisePathTemplate } from '@/domain/routing/path-template';
import { type ListedOperation, routeFlaw } from './listed-operation';

type Row = typeof operations.$inferSelect;
export type CurrentOperation = Row & { readonly operationId: string };
type Wanted = ListedOperation & { readonly operationId: string };

export interface OperationsPlan {
  readonly diff: OperationDiff<CurrentOperation, Wanted>;
  /** Those that stay, and come to need no token, or one again; by their new names. */
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** Those that stay, and are from now on of a document or typed in by hand. */
  readonly resourced: readonly { readonly id: string; readonly manual: boolean }[];
}

export async function readOperations(db: Queryable, apiId: string): Promise<CurrentOperation[]> {
  // In an order of its own: what is listed in an audit event doesn't hang on the database's whim.
  const rows = await db
    .select()
    .from(operations)
    .where(eq(operations.apiId, apiId))
    .orderBy(asc(operations.name));
  return rows.map((row) => ({ ...row, operationId: row.name }));
}

/**
 * What a list makes of an API's operations, or what is wrong with the list.
 * @param keepsOthers whether what is not listed stays: nothing is removed then
 */
export function planOperations(
  current: readonly CurrentOperation[],
  listed: readonly ListedOperation[],
  keepsOthers: boolean,
): OperationsPlan | Refusal {
  const flaw = flawOf(listed);
  if (flaw) return flaw;
  const wanted = listed.map((one) => ({ ...one, operationId: one.name }));
  const whole = diffOperations(current, wanted);
  const diff = keepsOthers ? { ...whole, removed: [] } : whole;
  const clash = keepsOthers ? clashWith(whole.removed, listed) : null;
  if (clash) return clash;
  const byName = new Map(wanted.map((one) => [one.name, one]));
  const staying = [
    ...diff.cosmetic,
    ...diff.unchanged.map((before) => ({ before, after: byName.get(before.name) as Wanted })),
  ];
  const turned = (to: boolean) =>
    staying
      .filter(({ before, after }) => after.isPublic === to && before.isPublic !== to)
      .map(({ after }) => after.name);
  const fresh = [...diff.added, ...diff.changed.map(({ after }) => after)];
  return {
    diff,
    opened: [...turned(true), ...fresh.filter(({ isPublic }) => isPublic).map(({ name }) => name)],
    closed: turned(false),
    resourced: staying
      .filter(({ before, after }) => (before.source === 'manual') !== after.manual)
      .map(({ before, after }) => ({ id: before.id, manual: after.manual })),
  };
}

/** A name or route that an operation has which is not listed, and stays. */
function clashWith(
  staying: readonly CurrentOperation[],
  listed: readonly ListedOperation[],
): Refusal | null {
  const named = new Map(staying.flatMap((row) => namesOf(row).map((name) => [name, row.name])));
  const routed = new Map(staying.map((row) => [routeOf(row), row.name]));
  for (const [index, operation] of listed.entries()) {
    const name = namesOf(operation).find((one) => named.has(one));
    const other = (name && named.get(name)) ?? (operation.method && routed.get(routeOf(operation)));
    if (!other) continue;
    const message = `“${other}”, which is not listed and stays, has the same name, or method and path. Remove it first.`;
    return refuse('conflict', 'already_exists', message, [
      { path: `operations.${index}`, message },
    ]);
  }
  return null;
}

const namesOf = ({ name, aliases }: { name: string; aliases: readonly string[] }) => [
  name,
  ...aliases,
];
const routeOf = ({ method, pathTemplate }: Pick<ListedOperation, 'method' | 'pathTemplate'>) =>
  method === null ? '' : `${method} ${normalisePathTemplate(pathTemplate ?? '')}`;

function flawOf(listed: readonly ListedOperation[]): Refusal | null {
  const names = new Map<string, string>();
  const routes = new Map<string, string>();
  for (const [index, operation] of listed.entries()) {
    const at = (message: string, field = '') =>
      refuse('invalid', 'invalid_input', message, [
        { path: `operations.${index}${field}`, message },
      ]);
    const flaw = routeFlaw(operation);
    if (flaw) return at(flaw, '.pathTemplate');
    for (const name of namesOf(operation)) {
      const other = names.get(name);
      if (other !== undefined) return at(`“${other}” is called “${name}” as well.`);
      names.set(name, operation.name);
    }
    if (operation.pathTemplate === null) continue;
    const route = routeOf(operation);
    const other = routes.get(route);
    if (other !== undefined) return at(`“${other}” has this method and path.`, '.pathTemplate');
    routes.set(route, operation.name);
  }
  return null;
}
