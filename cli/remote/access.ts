import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi } from './control-api';
import { whyLines, whySchema } from './why-lines';

const PAGE = '200';

const callersSchema = z.looseObject({
  operation: z.looseObject({ name: z.string(), isPublic: z.boolean() }),
  isApiFrozen: z.boolean().default(false),
  personCount: z.number(),
  serviceCount: z.number(),
  tokenCount: z.number(),
  groups: z.array(
    z.looseObject({
      ...{ id: z.string(), slug: z.string(), state: z.string(), tokenCount: z.number() },
      scopes: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
  items: z.array(
    z.looseObject({
      identity: z.looseObject({ type: z.string(), name: z.string(), handle: z.string() }),
      group: z.looseObject({ id: z.string(), slug: z.string() }),
      membership: z.looseObject({ addedBy: z.string(), expiresAt: z.string().nullable() }),
      tokens: z.array(z.looseObject({ id: z.string(), name: z.string() })),
      tokenCount: z.number(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
type Callers = z.output<typeof callersSchema>;

const selfSchema = z.looseObject({
  identity: z.looseObject({ id: z.string(), type: z.string(), name: z.string() }),
  via: z.looseObject({ id: z.string().nullable() }),
  group: z.looseObject({ slug: z.string() }).nullable(),
  operations: z.array(z.string()),
});

interface Json {
  readonly json?: true;
}

interface About extends Json {
  readonly operation: string;
  readonly api?: string;
}

interface Why extends About {
  readonly token?: string;
  readonly person?: string;
  readonly group?: string;
  readonly ip?: string;
}

const OPERATION = 'its operationId, or a request: "DELETE /invoices/7"';
const API = 'slug or id of the API, where several have the operation';

/** `keyward whoami` and `keyward access`: who may do what, and why, over HTTP. */
export function addAccess(program: Command): void {
  program
    .command('whoami')
    .description('Whom KEYWARD_TOKEN acts for, and what it may do here')
    .option('--json', 'print JSON')
    .action(whoAmI);
  const access = program
    .command('access')
    .description('Who may call an operation, and why somebody or something may');
  access
    .command('who', { isDefault: true })
    .description('Who can call an operation: people, service accounts and tokens, by group')
    .requiredOption('--operation <operation>', OPERATION)
    .option('--api <api>', API)
    .option('--group <group>', 'through this group alone')
    .option('--json', 'print JSON')
    .action(whoCanCall);
  access
    .command('why')
    .description('Why a token, a person or a group may call an operation, or why not')
    .requiredOption('--operation <operation>', OPERATION)
    .option('--api <api>', API)
    .option('--token <id>', 'id of a token')
    .option('--person <person>', 'email or id of a person, slug or id of a service account')
    .option('--group <group>', 'slug or id of a group')
    .option('--ip <address>', 'as from this address')
    .option('--json', 'print JSON')
    .action((options: Why, command: Command) => {
      const asked = [options.token, options.person, options.group].filter(Boolean);
      if (asked.length !== 1) {
        command.error('error: name one of --token, --person and --group', { exitCode: 2 });
      }
      return why(options);
    });
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

async function whoCanCall(options: About & { readonly group?: string }): Promise<void> {
  const callers = await allCallers(options);
  print(options, callers, callersText(callers));
}

/** Every page as one answer. */
async function allCallers({ operation, api, group }: About & { readonly group?: string }) {
  const about = defined({ operation, api, group, limit: PAGE });
  const first = await askControlApi(
    { method: 'GET', path: '/access', query: about },
    callersSchema,
  );
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const query = new URLSearchParams([...about, ['cursor', cursor]]);
    const page = await askControlApi({ method: 'GET', path: '/access', query }, callersSchema);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items, nextCursor: null };
}

function callersText({ operation, groups, items, ...counts }: Callers): string {
  const { isApiFrozen } = counts;
  if (operation.isPublic) {
    return isApiFrozen ? 'Nobody: its API is frozen.' : 'Anybody: it needs no token.';
  }
  if (groups.length === 0) return 'Nobody: no group owns a scope that holds it.';
  const scopesOf = new Map(
    groups.map(({ id, scopes }) => [id, scopes.map(({ name }) => name).join(', ')]),
  );
  const rows = items.map(({ identity, group, membership, tokenCount, tokens }) => [
    ...[identity.name, identity.type, group.slug, scopesOf.get(group.id) ?? null],
    ...[membership.addedBy, membership.expiresAt],
    tokens.map(({ id }) => id).join(', ') +
      (tokenCount > tokens.length ? ` and ${tokenCount - tokens.length} more` : ''),
  ]);
  const frozen = groups.filter(({ state }) => state === 'frozen').map(({ slug }) => slug);
  const { personCount, serviceCount, tokenCount } = counts;
  return [
    `${personCount} people, ${serviceCount} service accounts, ${tokenCount} tokens ${isApiFrozen ? 'could call it: its API is frozen' : 'can call it now'}`,
    ...(rows.length > 0
      ? [columns([['WHO', 'TYPE', 'GROUP', 'THROUGH', 'ADDED BY', 'UNTIL', 'TOKENS'], ...rows])]
      : []),
    ...(frozen.length > 0 ? [`Frozen, and opening nothing: ${frozen.join(', ')}`] : []),
  ].join('\n');
}

async function why({ operation, api, token, person, group, ip, ...options }: Why): Promise<void> {
  const query = defined({ operation, api, token, identity: person, group, ip });
  const answer = await askControlApi({ method: 'GET', path: '/access/why', query }, whySchema);
  print(options, answer, whyLines(answer));
}

const defined = (values: Readonly<Record<string, string | undefined>>) =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
