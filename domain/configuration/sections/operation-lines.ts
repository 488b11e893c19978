import type { ListedOperation } from '@/domain/apis/listed-operation';
import type { CurrentOperation, OperationsPlan } from '@/domain/apis/plan-operations';
import { compact, type Field } from '../change';

type Told = Omit<ListedOperation, 'isPublic' | 'manual'>;

export const routeOf = ({
  method,
  pathTemplate,
}: Pick<ListedOperation, 'method' | 'pathTemplate'>): string =>
  method === null ? 'a plain action' : `${method} ${pathTemplate}`;

/**
 * What comes and changes among the operations of an API. What is opened to anybody stands first: of
 * very many lines the last ones are not told.
 */
export function linesOf(
  { diff, opened, closed, resourced }: OperationsPlan,
  current: readonly CurrentOperation[],
): Field[] {
  const fresh = [...diff.added.map((after) => ({ before: null, after })), ...diff.changed] as const;
  const freshNames = new Set(fresh.map(({ after }) => after.name));
  return [
    ...fresh.filter(({ after }) => after.isPublic).map(freshLine),
    ...opened
      .filter((name) => !freshNames.has(name))
      .map((name) => ({ name, before: 'needs a token', after: 'public' })),
    ...fresh.filter(({ after }) => !after.isPublic).map(freshLine),
    ...diff.cosmetic.map(({ before, after }) => ({
      name: after.name,
      before: whole(before, before.isPublic),
      // What a list doesn't say of this stays as it is.
      after: whole(after, after.isPublic ?? before.isPublic),
    })),
    ...closed.map((name) => ({ name, before: 'public', after: 'needs a token' })),
    ...resourced.map(({ id, manual }) => ({
      name: current.find((row) => row.id === id)?.name ?? '',
      before: manual ? 'of a document' : 'typed in by hand',
      after: manual ? 'typed in by hand' : 'of a document',
    })),
  ];
}

/** One that is new, or is for another request from now on: that is made anew. */
const freshLine = (one: {
  readonly before: CurrentOperation | null;
  readonly after: ListedOperation;
}): Field => ({
  name: one.after.name,
  before: one.before && inWords({ ...one.before, manual: one.before.source === 'manual' }),
  after: inWords(one.after),
});

/** `DELETE /invoices/{id} (public, also called removeInvoice)`. */
function inWords(one: ListedOperation): string {
  const more = [
    ...(one.isPublic ? ['public'] : []),
    ...(one.manual ? ['typed in by hand'] : []),
    ...(one.deprecated ? ['deprecated'] : []),
    ...one.aliases.map((name) => `also called ${name}`),
  ];
  return more.length > 0 ? `${routeOf(one)} (${more.join(', ')})` : routeOf(one);
}

const whole = (one: Told, isPublic: boolean): string =>
  JSON.stringify(
    Object.fromEntries(
      compact({
        route: routeOf(one),
        ...{ summary: one.summary, tags: one.tags, deprecated: one.deprecated },
        ...{ aliases: one.aliases, public: isPublic },
      }),
    ),
  );
