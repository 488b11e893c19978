import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';
import { addFreezing, freezableSchema, stateOf } from './freezing';
import { addGroupMembers } from './group-members';
import { addGroupScopes } from './group-scopes';

// What is printed of an answer; the rest of it passes through to --json.
export const groupSchema = freezableSchema.extend({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  policy: z.looseObject({}),
  scopes: z.array(z.string()),
  memberCount: z.number(),
  liveTokenCount: z.number(),
  operationCount: z.number(),
});
type Group = z.output<typeof groupSchema>;

interface Json {
  readonly json?: true;
}

export const pathOf = (group: string): string => `/groups/${encodeURIComponent(group)}`;

/** `keyward group`: groups, their members and scopes, over HTTP. */
export function addGroup(program: Command): void {
  const group = program.command('group').description('Groups, at KEYWARD_URL as KEYWARD_TOKEN');
  group
    .command('list')
    .description('List the groups within reach')
    .option('-q, --query <text>', 'only those whose slug or name holds this')
    .option('--json', 'print JSON')
    .action(listGroups);
  group
    .command('show')
    .description('Show a group: policy, scopes and counts')
    .argument('<group>', 'slug or id')
    .option('--json', 'print JSON')
    .action(showGroup);
  group
    .command('create')
    .description('Create an empty group')
    .argument('<slug>')
    .option('--name <name>', 'for people; the slug unless said')
    .option('--description <text>')
    .option('--json', 'print JSON')
    .action(createGroup);
  addFreezing(group, {
    ...{ argument: 'group', pathOf, frozen: 'frozen: none of its tokens work' },
    freezing: 'Stop every token of a group, and what it gives people',
    unfreezing: 'Let its tokens work again',
  });
  addGroupMembers(group);
  addGroupScopes(group);
}

async function listGroups({ query, ...options }: Json & { query?: string }): Promise<void> {
  const groups = await everyItem('/groups', { q: query }, groupSchema);
  const rows = groups.map((group) => [
    ...[group.slug, group.state, `${group.memberCount} members`],
    ...[`${group.liveTokenCount} tokens`, group.name],
  ]);
  print(options, { items: groups }, rows.length > 0 ? columns(rows) : 'No group is within reach.');
}

async function showGroup(name: string, options: Json): Promise<void> {
  const group = await askControlApi({ method: 'GET', path: pathOf(name) }, groupSchema);
  print(options, group, describeGroup(group));
}

async function createGroup(
  slug: string,
  { name = slug, description, ...options }: Json & { name?: string; description?: string },
): Promise<void> {
  const request = sending('POST', '/groups', { slug, name, description });
  const group = await askControlApi(request, groupSchema);
  print(options, group, `Created ${group.slug} (${group.id})`);
}

function describeGroup(group: Group): string {
  const policy = Object.entries(group.policy).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return columns([
    ['group', `${group.slug} (${group.id})`],
    ['name', group.name],
    ['description', group.description],
    ['state', stateOf(group)],
    ['members', group.memberCount],
    ['tokens', group.liveTokenCount],
    ['operations', group.operationCount],
    ['scopes', group.scopes.join(', ')],
    ...policy,
  ]);
}
