import { type Command, Option } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';

const requestSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  title: z.string(),
  requester: z.looseObject({ name: z.string() }),
  reason: z.string(),
  gainCount: z.number(),
  wishedUntil: z.string().nullable(),
  grantedUntil: z.string().nullable(),
  expiresAt: z.string(),
});
const detailSchema = requestSchema.extend({
  gained: z.array(z.looseObject({ api: z.string(), name: z.string() })),
});

interface Json {
  readonly json?: true;
}
interface Decision extends Json {
  readonly reason?: string;
  readonly until?: string;
}
interface Asked extends Decision {
  readonly group?: string;
  readonly operation: string[];
}

/** `keyward request`: access that is asked for, and who decides, over HTTP. */
export function addRequest(program: Command): void {
  const request = program
    .command('request')
    .description('Requests for access, at KEYWARD_URL as KEYWARD_TOKEN');
  request
    .command('list')
    .description('List the requests within reach, newest first')
    .addOption(new Option('--state <state>').choices(['open', 'closed']))
    .addOption(new Option('--of <whom>', 'your own, or of others').choices(['own', 'others']))
    .option('--json', 'print JSON')
    .action(list);
  request
    .command('create')
    .description('Ask for a group, or for operations: the smallest group that has them')
    .option('--group <group>', 'slug or id')
    .option('--operation <name...>', 'such as "billing deleteInvoice"', [])
    .requiredOption('--reason <text>', 'whoever decides reads it')
    .option('--until <time>', 'when it may end, such as 2027-01-31T18:00:00+01:00')
    .option('--json', 'print JSON')
    .action(create);
  one(request, 'show').description('Show a request, and what it would give').action(show);
  one(request, 'approve')
    .description('Give what is asked for')
    .option('--until <time>', 'of access: another end than the wished one')
    .option('--reason <text>', 'what the log says')
    .action(decide('approve'));
  one(request, 'deny')
    .description('Refuse it; whoever asked is told')
    .requiredOption('--reason <text>', 'what they could do instead')
    .action(decide('deny'));
  one(request, 'withdraw').description('Take back what you asked for').action(decide('withdraw'));
}

const one = (request: Command, verb: string): Command =>
  request.command(verb).argument('<request>', 'its id').option('--json', 'print JSON');

const pathOf = (id: string) => `/requests/${encodeURIComponent(id)}`;

async function list(options: Json & { state?: string; of?: string }): Promise<void> {
  const { state, of } = options;
  const requests = await everyItem('/requests', { state, of }, requestSchema);
  const rows = requests.map((each) => [
    ...[each.id, each.state, each.requester.name],
    ...[`${each.gainCount} more operations`, each.title],
  ]);
  const text = rows.length > 0 ? columns(rows) : 'No request is within reach.';
  print(options, { items: requests }, text);
}

async function create({ group, operation, reason, until, ...options }: Asked): Promise<void> {
  const body = { group, operations: operation, reason, until };
  const asked = await askControlApi(sending('POST', '/requests', body), requestSchema);
  print(options, asked, `${asked.title}: asked for (${asked.id})`);
}

async function show(id: string, options: Json): Promise<void> {
  const request = await askControlApi({ method: 'GET', path: pathOf(id) }, detailSchema);
  const rows = [
    ['request', `${request.title} (${request.id})`],
    ['state', request.state],
    ['asked by', request.requester.name],
    ['reason', request.reason],
    ['wished until', request.wishedUntil],
    ['lasts until', request.grantedUntil],
    ['runs out', request.expiresAt],
    ['gives', request.gained.map(({ api, name }) => `${api} ${name}`).join(', ')],
  ];
  print(options, request, columns(rows));
}

const decide =
  (verb: 'approve' | 'deny' | 'withdraw') =>
  async (id: string, { reason, until, ...options }: Decision): Promise<void> => {
    const path = `${pathOf(id)}/${verb}`;
    const decided = await askControlApi(sending('POST', path, { reason, until }), requestSchema);
    const end = decided.grantedUntil === null ? '' : ` until ${decided.grantedUntil}`;
    print(options, decided, `${decided.title} (${id}): ${decided.state}${end}`);
  };
