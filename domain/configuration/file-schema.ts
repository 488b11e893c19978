import { z } from 'zod';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { type Change, type Comparing, ORDER, type Section } from './change';
import { apisSchema, apisSection } from './sections/apis';
import { destinationsSchema, destinationsSection } from './sections/destinations';
import { groupsSchema, groupsSection } from './sections/groups';
import { serviceAccountsSchema, serviceAccountsSection } from './sections/service-accounts';
import { trustRulesSchema, trustRulesSection } from './sections/trust-rules';
import { webhooksSchema, webhooksSection } from './sections/webhooks';

/** What a file may say; a section that it leaves out is not the file's at all. */
export const fileSchema = z.strictObject({
  version: z.literal(1, { error: 'Write “version: 1”.' }),
  apis: apisSchema.optional(),
  serviceAccounts: serviceAccountsSchema.optional(),
  groups: groupsSchema.optional(),
  trustRules: trustRulesSchema.optional(),
  destinations: destinationsSchema.optional(),
  webhooks: webhooksSchema.optional(),
});
export type File = z.output<typeof fileSchema>;

// biome-ignore lint/suspicious/noExplicitAny: each section is asked with what its own schema read
const SECTIONS: Readonly<Record<Exclude<keyof File, 'version'>, Section<any>>> = {
  apis: apisSection,
  serviceAccounts: serviceAccountsSection,
  groups: groupsSection,
  trustRules: trustRulesSection,
  destinations: destinationsSection,
  webhooks: webhooksSection,
};

type SectionName = keyof typeof SECTIONS;
const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[];

/** A section that somebody may not see, and the rights they lack. */
export interface Unseen {
  readonly section: SectionName;
  readonly lacking: OperationName[];
}

/** What is no whole list for them: seeing some of it, they would remove the rest. */
export const unseenBy = ({ grants }: Actor): Unseen[] =>
  SECTION_NAMES.map((section) => ({
    section,
    lacking: SECTIONS[section].listedBy.filter((operation) => !grants.has(operation)),
  })).filter(({ lacking }) => lacking.length > 0);

/** Everything a file can say of this installation, but for the sections that are left out. */
export async function readAll(
  db: Comparing['db'],
  unseen: readonly Unseen[],
): Promise<Map<string, unknown>> {
  const said = new Map<string, unknown>([['version', 1]]);
  const seen = SECTION_NAMES.filter((name) => !unseen.some(({ section }) => section === name));
  for (const name of seen) said.set(name, await SECTIONS[name].read(db));
  return said;
}

/** What the file has otherwise than the installation, in the order in which it is applied. */
export async function diffAll(comparing: Comparing, file: File): Promise<Change[]> {
  const changes: Change[] = [];
  for (const name of SECTION_NAMES) {
    const wanted = file[name];
    if (wanted !== undefined) changes.push(...(await SECTIONS[name].diff(comparing, wanted)));
  }
  return once(changes).sort((one, other) => ORDER.indexOf(one.at) - ORDER.indexOf(other.at));
}

/** A group that goes takes its rules with it, and the file may leave them out besides. */
function once(changes: readonly Change[]): Change[] {
  const named = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change.at, change.verb, change.kind, change.name, change.fields]);
    if (!named.has(key)) named.set(key, change);
  }
  return [...named.values()];
}
