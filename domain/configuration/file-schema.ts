import { z } from 'zod';
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

export const SECTION_NAMES = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];

/** Everything a file can say of this installation. */
export async function readAll(db: Comparing['db']): Promise<Map<string, unknown>> {
  const said = new Map<string, unknown>([['version', 1]]);
  for (const name of SECTION_NAMES) said.set(name, await SECTIONS[name].read(db));
  return said;
}

/** What the file has otherwise than the installation, in the order in which it is applied. */
export async function diffAll(comparing: Comparing, file: File): Promise<Change[]> {
  const changes: Change[] = [];
  for (const name of SECTION_NAMES) {
    const wanted = file[name];
    if (wanted !== undefined) changes.push(...(await SECTIONS[name].diff(comparing, wanted)));
  }
  return changes.sort((one, other) => ORDER.indexOf(one.at) - ORDER.indexOf(other.at));
}
