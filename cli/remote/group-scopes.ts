import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { askControlApi } from './control-api';

const scopesSchema = z.looseObject({ slug: z.string(), scopes: z.array(z.string()) });
type Scopes = z.output<typeof scopesSchema>;

interface Json {
  readonly json?: true;
}

/** `keyward group scopes`: what a group opens. */
export function addGroupScopes(group: Command): void {
  const scopes = group.command('scopes').description('What a group opens');
  scopes
    .command('list')
    .argument('<group>', 'slug or id')
    .option('--json', 'print JSON')
    .action(async (name: string, options: Json) => show(options, await read(name)));
  const change = (verb: 'set' | 'add' | 'remove', description: string) =>
    scopes
      .command(verb)
      .description(description)
      .argument('<group>', 'slug or id')
      .argument(verb === 'set' ? '[scopes...]' : '<scopes...>', 'such as billing/invoices:read')
      .option('--json', 'print JSON');
  change('set', 'Make these the scopes of a group, and no others').action(save);
  change('add', 'Add scopes to those of a group').action(
    async (name: string, added: string[], options: Json) => {
      const { scopes: owned } = await read(name);
      await save(name, [...new Set([...owned, ...added])], options);
    },
  );
  change('remove', 'Take scopes from a group').action(
    async (name: string, removed: string[], options: Json) => {
      const { scopes: owned } = await read(name);
      await save(
        name,
        owned.filter((scope) => !removed.includes(scope)),
        options,
      );
    },
  );
}

const pathOf = (group: string) => `/groups/${encodeURIComponent(group)}`;

const read = (group: string): Promise<Scopes> =>
  askControlApi({ method: 'GET', path: pathOf(group) }, scopesSchema);

async function save(group: string, scopes: readonly string[], options: Json): Promise<void> {
  const body = JSON.stringify({ scopes });
  const path = `${pathOf(group)}/scopes`;
  show(
    options,
    await askControlApi(
      { method: 'PUT', path, body, contentType: 'application/json' },
      scopesSchema,
    ),
  );
}

const show = (options: Json, group: Scopes): void =>
  print(options, group, group.scopes.join('\n') || `${group.slug} has no scopes.`);
