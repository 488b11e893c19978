import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { addApiImport } from './api-import';
import { columns } from './columns';
import { everyItem } from './every-page';
import { addFreezing, freezableSchema, stateOf } from './freezing';

const apiSchema = freezableSchema.extend({
  name: z.string(),
  hosts: z.array(z.string()),
  basePath: z.string(),
  operationCount: z.number(),
});

/** `keyward api`: what concerns APIs, over HTTP. */
export function addApi(program: Command): void {
  const api = program.command('api').description('APIs, at KEYWARD_URL as KEYWARD_TOKEN');
  api
    .command('list')
    .description('List the APIs within reach')
    .option('-q, --query <text>', 'only those whose slug or name holds this')
    .option('--json', 'print JSON')
    .action(list);
  addApiImport(api);
  addFreezing(api, {
    ...{ argument: 'api', frozen: 'frozen: nothing of it can be called' },
    pathOf: (name) => `/apis/${encodeURIComponent(name)}`,
    freezing: 'Close an API to every token',
    unfreezing: 'Open it again to those who hold its operations',
  });
}

async function list(options: { readonly query?: string; readonly json?: true }): Promise<void> {
  const apis = await everyItem('/apis', { q: options.query }, apiSchema);
  const rows = apis.map((api) => [
    ...[api.slug, stateOf(api), `${api.operationCount} operations`],
    ...[api.hosts.map((host) => `${host}${api.basePath}`).join(', '), api.name],
  ]);
  print(options, { items: apis }, rows.length > 0 ? columns(rows) : 'No API is within reach.');
}
