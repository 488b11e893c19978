import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scimGroups, scimUsers } from '@/db/schema/scim';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { checkFilter } from './check-filter';
import { provisions } from './client-right';
import { matches, mentions, ordered, sortValueOf } from './match-filter';
import { presentGroups, presentUsers } from './present';
import { isAskedFor, type Projection, project } from './project';
import type { Resource } from './resource';
import { GROUP_TYPE, RESOURCE_TYPES, type ResourceType, USER_TYPE } from './schemas';
import { type Filter, readFilter } from './scim-filter';
import { type AttributePath, readPath } from './scim-path';
import { reading } from './scim-problem';
import { searchInput } from './search-input';
import type { GroupRow, UserRow } from './targets';

type Found = { readonly type: ResourceType; readonly resource: Resource } & (
  | { readonly user: UserRow }
  | { readonly group: GroupRow }
);

/** Finds what a client provisions, of one type or of both, sorted, a page of it. */
export const searchResources = defineQuery({
  operation: 'scim.search',
  summary: 'Find what a client provisions',
  input: z.object(searchInput),
  output: z.object({
    total: z.number(),
    startIndex: z.number(),
    resources: z.array(z.record(z.string(), z.unknown())),
  }),
  target: () => everything('scimUser'),
  permit: provisions,
  async run({ db, actor, input }) {
    const types = RESOURCE_TYPES.filter(({ name }) => input.type === null || input.type === name);
    const filter = reading(() => filterIn(input.filter, types));
    if (isRefusal(filter)) return filter;
    const sortBy = reading(() => (input.sortBy === null ? null : readPath(input.sortBy)));
    if (isRefusal(sortBy)) return sortBy;
    const asked = { clientId: actor.id, filter, sortBy };
    const all: Found[] = [];
    for (const type of types) all.push(...(await candidates(db, type, asked)));
    const found = all.filter(
      ({ type, resource }) => filter === null || matches(type, filter, resource),
    );
    const sorted = sortBy === null ? found : sort(found, sortBy, input.descending);
    const { startIndex, count } = input;
    const page = sorted.slice(startIndex - 1, startIndex - 1 + count);
    return {
      ...{ total: sorted.length, startIndex },
      resources: await presentPage(db, page, input),
    };
  },
});

/** Across types, an attribute that one of them lacks has no value there (RFC 7644, section 3.4.2.1). */
function filterIn(source: string | null, types: readonly ResourceType[]): Filter | null {
  if (source === null) return null;
  const filter = readFilter(source);
  checkFilter(types, filter);
  return filter;
}

interface Asked {
  readonly clientId: string;
  readonly filter: Filter | null;
  readonly sortBy: AttributePath | null;
}

/** Members and groups are read only where a filter or an order goes by them. */
async function candidates(
  db: Queryable,
  type: ResourceType,
  { clientId, filter, sortBy }: Asked,
): Promise<Found[]> {
  const goesBy = (name: string) =>
    (filter !== null && mentions(filter, name)) || sortBy?.name.toLowerCase() === name;
  if (type === USER_TYPE) {
    const rows = await db
      .select()
      .from(scimUsers)
      .where(and(eq(scimUsers.clientId, clientId), chosenBy(filter, USER_COLUMNS)))
      .orderBy(asc(scimUsers.id));
    const shown = await presentUsers(db, rows, goesBy('groups'));
    return rows.map((user, at) => ({ type, user, resource: shown[at] ?? {} }));
  }
  const rows = await db
    .select()
    .from(scimGroups)
    .where(and(eq(scimGroups.clientId, clientId), chosenBy(filter, GROUP_COLUMNS)))
    .orderBy(asc(scimGroups.id));
  const shown = await presentGroups(db, rows, goesBy('members'));
  return rows.map((group, at) => ({ type: GROUP_TYPE, group, resource: shown[at] ?? {} }));
}

type Columns = Readonly<Record<string, (value: string) => SQL>>;
/** The database folds both, as it did for its index: it has other rules than JavaScript for some letters. */
const sameFolded = (column: AnyPgColumn, value: string) => sql`lower(${column}) = lower(${value})`;
const USER_COLUMNS: Columns = {
  id: (value) => sql`${scimUsers.id} = ${value}`,
  externalid: (value) => sql`${scimUsers.externalId} = ${value}`,
  username: (value) => sameFolded(scimUsers.userName, value),
};
const GROUP_COLUMNS: Columns = {
  id: (value) => sql`${scimGroups.id} = ${value}`,
  externalid: (value) => sql`${scimGroups.externalId} = ${value}`,
  displayname: (value) => sameFolded(scimGroups.displayName, value),
};

/** The question that clients ask before each change, by an index; all rows otherwise. */
function chosenBy(filter: Filter | null, columns: Columns): SQL | undefined {
  if (filter?.kind === 'and') return and(...filter.of.map((one) => chosenBy(one, columns)));
  if (filter?.kind !== 'compare' || filter.comparison !== 'eq') return undefined;
  const { value, path } = filter;
  const isPlain = typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
  return isPlain && path.sub === null ? columns[path.name.toLowerCase()]?.(value) : undefined;
}

/** Who has no value comes last, first where it is turned round (RFC 7644, section 3.4.2.3). */
function sort(found: readonly Found[], path: AttributePath, descending: boolean): Found[] {
  const keyed = found.map((one) => {
    const at = sortValueOf(one.type, path, one.resource);
    return { one, key: at === null ? null : ordered(at.attribute, at.value) };
  });
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b ? -1 : 1;
  });
  const sorted = keyed.map(({ one }) => one);
  return descending ? sorted.reverse() : sorted;
}

async function presentPage(db: Queryable, page: readonly Found[], projection: Projection) {
  const users = page.flatMap((one) => ('user' in one ? [one.user] : []));
  const groups = page.flatMap((one) => ('group' in one ? [one.group] : []));
  const shown = [
    ...(await presentUsers(db, users, isAskedFor('groups', projection))),
    ...(await presentGroups(db, groups, isAskedFor('members', projection))),
  ];
  const byId = new Map(shown.map((resource) => [resource.id, resource]));
  return page.map(({ type, resource: { id } }) =>
    project(type, byId.get(id ?? '') ?? {}, projection),
  );
}
