import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi } from './control-api';

const callersSchema = z.looseObject({
  operation: z.looseObject({ name: z.string(), isPublic: z.boolean() }),
  groups: z.array(
    z.looseObject({
      slug: z.string(),
      state: z.string(),
      scopes: z.array(z.looseObject({ name: z.string() })),
      tokenCount: z.number(),
    }),
  ),
});

const selfSchema = z.looseObject({
  identity: z.looseObject({ id: z.string(), type: z.string(), name: z.string() }),
  via: z.looseObject({ id: z.string().nullable() }),
  group: z.looseObject({ slug: z.string() }).nullable(),
  operations: z.array(z.string()),
});

interface Json {
  readonly json?: true;
}

/** `keyward whoami` and `keyward access`: who may do what, over HTTP. */
export function addAccess(program: Command): void {
  program
    .command('whoami')
    .description('Whom KEYWARD_TOKEN acts for, and what it may do here')
    .option('--json', 'print JSON')
    .action(whoAmI);
  program
    .command('access')
    .description('Who can call an operation, and through which group')
    .argument('<api>', 'slug or id of the API')
    .argument('<operation>', 'its operationId')
    .option('--json', 'print JSON')
    .action(whoCanCall);
}

async function whoAmI(options: Json): Promise<void> {
  const self = await askControlApi({ method: 'GET', path: '/whoami' }, selfSchema);
  const { identity, via, group, operations } = self;
  const rows = [
    [identity.type, `${identity.name} (${identity.id})`],
    ['token', via.id],
    ['group', group?.slug ?? null],
    ['may', operations.join(', ') || 'nothing here'],
  ];
  print(options, self, columns(rows));
}

async function whoCanCall(api: string, operation: string, options: Json): Promise<void> {
  const query = new URLSearchParams({ api, operation });
  const callers = await askControlApi({ method: 'GET', path: '/access', query }, callersSchema);
  const rows = callers.groups.map(({ slug, state, scopes, tokenCount }) => [
    ...[slug, state, `${tokenCount} tokens`],
    scopes.map(({ name }) => name).join(', '),
  ]);
  const open = callers.operation.isPublic ? ['Anybody: it needs no token.'] : [];
  const lines = [...open, ...(rows.length > 0 ? [columns(rows)] : [])];
  print(options, callers, lines.join('\n') || 'Nobody can call it.');
}
