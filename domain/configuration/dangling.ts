import { inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { invalid } from '@/domain/base/refusal';
import type { Change, Path } from './change';
import type { File } from './file-schema';
import { Refused } from './refused';

type Kind = 'groups' | 'scopes' | 'serviceAccounts' | 'trustRules';

interface Reference {
  readonly kind: Kind;
  readonly name: string;
  readonly path: Path;
}

/**
 * Refuses a file that names what it removes: made in order, it would end otherwise than it says.
 * @throws {Refused} where the first of them stands
 */
export async function refuseDangling(
  db: Queryable,
  file: File,
  removals: readonly Change[],
): Promise<void> {
  const goneGroups = namesOf(removals, 'removedGroups');
  const rows = await db
    .select({ id: groups.id })
    .from(groups)
    .where(inArray(groups.slug, ['', ...goneGroups]));
  const gone: Record<Kind, ReadonlySet<string>> = {
    groups: new Set([...goneGroups, ...rows.map(({ id }) => id)]),
    scopes: new Set(namesOf(removals, 'removedScopes')),
    serviceAccounts: new Set(namesOf(removals, 'removedServiceAccounts')),
    // A rule that the file names goes with its group alone.
    trustRules: new Set(namesOf(removals, 'removedTrustRules')),
  };
  for (const { kind, name, path } of referencesIn(file)) {
    if (!gone[kind].has(name)) continue;
    const message = `The file removes “${name}”, as “${LEFT_OUT_OF[kind]}: name it there, or not here.`;
    throw new Refused(invalid('', message), path);
  }
}

const LEFT_OUT_OF: Record<Kind, string> = {
  groups: 'groups” leaves it out',
  scopes: 'apis” leaves it out',
  serviceAccounts: 'serviceAccounts” leaves it out',
  trustRules: 'groups” leaves out its group',
};

const namesOf = (removals: readonly Change[], at: Change['at']) =>
  removals.filter((change) => change.at === at).map(({ name }) => name);

function* referencesIn(file: File): Generator<Reference> {
  for (const [group, { scopes, serviceAccounts }] of Object.entries(file.groups ?? {})) {
    const path = ['groups', group];
    yield* each('scopes', scopes, [...path, 'scopes']);
    const accounts = serviceAccounts?.map((one) => (typeof one === 'string' ? one : one.account));
    yield* each('serviceAccounts', accounts, [...path, 'serviceAccounts']);
  }
  for (const [rule, { group, serviceAccount, scopes }] of Object.entries(file.trustRules ?? {})) {
    const path = ['trustRules', rule];
    if (group) yield { kind: 'groups', name: group, path: [...path, 'group'] };
    if (serviceAccount) {
      yield { kind: 'serviceAccounts', name: serviceAccount, path: [...path, 'serviceAccount'] };
    }
    if (scopes !== 'all') yield* each('scopes', scopes, [...path, 'scopes']);
    yield { kind: 'trustRules', name: rule, path };
  }
  for (const section of ['destinations', 'webhooks'] as const) {
    for (const [name, said] of Object.entries(file[section] ?? {})) {
      yield* each('groups', said.groups, [section, name, 'groups']);
    }
  }
}

function* each(kind: Kind, names: readonly string[] | undefined, path: Path): Generator<Reference> {
  for (const [index, name] of (names ?? []).entries()) yield { kind, name, path: [...path, index] };
}
