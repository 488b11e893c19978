import { type Command, Option } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';

const memberSchema = z.looseObject({
  identity: z.looseObject({ name: z.string(), handle: z.string(), state: z.string() }),
  role: z.string(),
  expiresAt: z.string().nullable(),
  ended: z.boolean(),
  liveTokenCount: z.number(),
});
const editedSchema = z.looseObject({
  slug: z.string(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  revokedTokens: z.number(),
});

interface Json {
  readonly json?: true;
}

/** `keyward group members`: who is in a group. */
export function addGroupMembers(group: Command): void {
  const members = group.command('members').description('Who is in a group');
  members
    .command('list')
    .argument('<group>', 'slug or id')
    .option('--json', 'print JSON')
    .action(list);
  members
    .command('add')
    .description('Add members, or change role and end date of those who are there, in one save')
    .argument('<group>', 'slug or id')
    .argument('<identities...>', 'emails of people, slugs of service accounts, or ids')
    .addOption(new Option('--role <role>').choices(['member', 'lead']).default('member'))
    .option('--until <time>', 'when it ends, such as 2027-01-31T18:00:00+01:00')
    .option('--json', 'print JSON')
    .action(add);
  members
    .command('remove')
    .description('Remove members; their tokens in the group are revoked')
    .argument('<group>', 'slug or id')
    .argument('<identities...>', 'emails of people, slugs of service accounts, or ids')
    .option('--json', 'print JSON')
    .action((name: string, remove: string[], options: Json) => edit(name, { remove }, options));
}

const pathOf = (group: string) => `/groups/${encodeURIComponent(group)}/members`;

async function list(group: string, options: Json): Promise<void> {
  const members = await everyItem(pathOf(group), {}, memberSchema);
  const rows = members.map(({ identity, role, expiresAt, ended, liveTokenCount }) => [
    ...[identity.handle, role, identity.state, `${liveTokenCount} tokens`],
    ...[
      expiresAt === null ? 'for good' : `${ended ? 'ended' : 'until'} ${expiresAt}`,
      identity.name,
    ],
  ]);
  print(options, { items: members }, rows.length > 0 ? columns(rows) : 'The group has no members.');
}

function add(
  group: string,
  identities: string[],
  { role, until, ...options }: Json & { role: string; until?: string },
): Promise<void> {
  const entry = (identity: string) => ({ identity, role, ...(until && { expiresAt: until }) });
  return edit(group, { add: identities.map(entry) }, options);
}

async function edit(group: string, change: object, options: Json): Promise<void> {
  const done = await askControlApi(sending('PATCH', pathOf(group), change), editedSchema);
  const counts = `${done.added} added, ${done.changed} changed, ${done.removed} removed`;
  const revoked = done.revokedTokens > 0 ? `, ${done.revokedTokens} tokens revoked` : '';
  print(options, done, `${done.slug}: ${counts}${revoked}`);
}
