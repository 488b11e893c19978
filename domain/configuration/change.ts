import type { Queryable } from '@/db/client';
import type { ReadDocument } from '@/domain/apis/import-plan';
import type { OperationName } from '@/domain/base/operation-names';
import type { Step } from '@/domain/commands/define';

/** Keys and indexes from the top of the file. */
export type Path = readonly (string | number)[];

/** One line of a difference: a field and its values, or a thing that comes or goes. */
export interface Field {
  readonly name: string;
  /** As it would stand in the file, in JSON; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The order of the changes: what others name is made before them, and removed after them. What stops
 * something comes last of all, since nothing can be done to what is gone.
 */
export const ORDER = [
  'apis',
  'operations',
  'serviceAccounts',
  'scopes',
  'groups',
  'groupScopes',
  'members',
  'trustRules',
  'destinations',
  'webhooks',
  'states',
  'removedTrustRules',
  'removedDestinations',
  'removedWebhooks',
  'removedMembers',
  'removedGroups',
  'removedScopes',
  'removedOperations',
  'removedApis',
  'removedServiceAccounts',
] as const;

/** One thing that the file has otherwise than the installation: one event of the log, once applied. */
export interface Change {
  readonly at: (typeof ORDER)[number];
  readonly verb: 'create' | 'update' | 'delete';
  /** In words: `group`, `scope`, `members of group`. */
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly Field[];
  /** What follows that no field says, for people. */
  readonly effect?: string | undefined;
  /** Where the file says so, or where it would. */
  readonly path: Path;
  readonly step: Omit<Step, 'explain' | 'reason'>;
  /** Where a field of the step's input stands in the file; under `path`, by the same name, unless said. */
  placeOf?(field: Path): Path;
}

/** What a kind of resource is compared with. */
export interface Comparing {
  readonly db: Queryable;
  /** Documents of APIs that the file names, by that name. */
  readonly documents: ReadonlyMap<string, ReadDocument>;
}

/**
 * A section of the file, one file each: how it is read from the installation, and what it changes.
 * What the file doesn't name is left alone; deletions are told apart by their verb.
 */
export interface Section<Wanted> {
  /** What shows all of it: who lacks one of these neither exports the section nor compares a file with it. */
  readonly listedBy: readonly OperationName[];
  /** What a file that names everything would say, in order. */
  read(db: Queryable): Promise<Map<string, unknown>>;
  diff(comparing: Comparing, wanted: Wanted): Promise<Change[]>;
}

/** The fields that differ, of those that the file names. */
export function differing(
  before: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Field[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const [old, now] = [asText(before[name]), asText(value)];
    return old === now ? [] : [{ name, before: old, after: now }];
  });
}

/** A list as lines that come and go. */
export function listed(name: string, before: readonly string[], after: readonly string[]): Field[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((one) => !is.has(one)).map((one) => ({ name, before: one, after: null })),
    ...after.filter((one) => !was.has(one)).map((one) => ({ name, before: null, after: one })),
  ];
}

export const asText = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** By their code units, which no locale changes. */
export const inOrder = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;

export const sorted = <Value>(map: Iterable<readonly [string, Value]>): Map<string, Value> =>
  new Map([...map].sort(([one], [other]) => inOrder(one, other)));

/** A map without what is empty by default, so that a file says only what matters. */
export const compact = (fields: Readonly<Record<string, unknown>>): Map<string, unknown> =>
  new Map(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        value !== false &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
