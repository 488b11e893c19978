import { type Command, Option } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';
import { changeWords } from './receipts';

// What is printed of an answer; the rest of it passes through to --json.
const identitySchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  slug: z.string().nullable(),
  state: z.string(),
  groups: z.array(z.looseObject({ slug: z.string(), role: z.string() })),
  liveTokenCount: z.number(),
  openSessionCount: z.number(),
  lastSeenAt: z.string().nullable(),
});
type Identity = z.output<typeof identitySchema>;
const changedSchema = identitySchema.extend({ seq: z.number() });
const stoppedSchema = z.looseObject({
  identity: identitySchema,
  revokedTokens: z.number(),
  endedSessions: z.number(),
  alsoRevokedTokens: z.number(),
  voidedLinks: z.number(),
  seq: z.number(),
});
const restoredSchema = z.looseObject({ identity: identitySchema, restoredTokens: z.number() });

interface Json {
  readonly json?: true;
}
interface Change extends Json {
  readonly reason?: string;
}

/** `keyward identity`: people and service accounts, and how they are stopped, over HTTP. */
export function addIdentity(program: Command): void {
  const identity = program
    .command('identity')
    .description('People and service accounts, at KEYWARD_URL as KEYWARD_TOKEN');
  identity
    .command('list')
    .description('List those within reach, newest first')
    .option('-q, --query <text>', 'only those whose name, email or slug holds this')
    .addOption(new Option('--type <type>').choices(['person', 'service']))
    .addOption(new Option('--state <state>').choices(['active', 'suspended']))
    .option('--json', 'print JSON')
    .action(list);
  one(identity, 'show').description('Show one: state, groups, tokens and sessions').action(show);
  withReason(one(identity, 'stop'))
    .description('Revoke all its tokens and end all its sessions: a lost laptop')
    .option('--suspend', 'and suspend the account')
    .option(
      '--also-revoke <token>',
      'and a token it made for somebody else, by its id; may be repeated',
      (token: string, before: readonly string[]) => [...before, token],
      [],
    )
    .action(stop);
  one(identity, 'undo-stop')
    .description('Take a stop of yours back, within 30 seconds; sessions stay ended')
    .action(undoStop);
  withReason(one(identity, 'suspend'))
    .description('Stop it until it is resumed: no token of its works, it can’t sign in')
    .action(change('suspend', 'suspended'));
  withReason(one(identity, 'resume'))
    .description('Let a suspended one go on')
    .action(change('resume', 'active again'));
}

const one = (identity: Command, verb: string): Command =>
  identity
    .command(verb)
    .argument('<identity>', 'email of a person, slug of a service account, or id')
    .option('--json', 'print JSON');
const withReason = (command: Command): Command =>
  command.option('--reason <text>', 'what the log says');

const pathOf = (identity: string) => `/identities/${encodeURIComponent(identity)}`;
const handleOf = ({ email, slug, id }: Identity): string => email ?? slug ?? id;

async function list(
  options: Json & { readonly query?: string; readonly type?: string; readonly state?: string },
): Promise<void> {
  const { query: q, type, state } = options;
  const identities = await everyItem('/identities', { q, type, state }, identitySchema);
  const rows = identities.map((each) => [
    ...[handleOf(each), each.type, each.state, `${each.liveTokenCount} tokens`],
    ...[`${each.openSessionCount} sessions`, each.name],
  ]);
  const text = rows.length > 0 ? columns(rows) : 'Nobody is within reach.';
  print(options, { items: identities }, text);
}

async function show(named: string, options: Json): Promise<void> {
  const found = await askControlApi({ method: 'GET', path: pathOf(named) }, identitySchema);
  const rows = [
    [found.type, `${found.name} (${found.id})`],
    ['known as', handleOf(found)],
    ['state', found.state],
    ['groups', found.groups.map(({ slug, role }) => `${slug} (${role})`).join(', ')],
    ['tokens', found.liveTokenCount],
    ['sessions', found.openSessionCount],
    ['last seen', found.lastSeenAt],
  ];
  print(options, found, columns(rows));
}

async function stop(
  named: string,
  options: Change & { readonly suspend?: true; readonly alsoRevoke: readonly string[] },
): Promise<void> {
  const { reason, suspend, alsoRevoke } = options;
  const request = sending('POST', `${pathOf(named)}/stop`, { reason, suspend, alsoRevoke });
  const stopped = await askControlApi(request, stoppedSchema);
  const { identity, revokedTokens, endedSessions, alsoRevokedTokens, voidedLinks } = stopped;
  const others = [
    ...(alsoRevokedTokens > 0 ? [`, ${alsoRevokedTokens} tokens of others revoked`] : []),
    ...(voidedLinks > 0 ? [`, ${voidedLinks} links for others voided`] : []),
    ...(suspend ? [', account suspended'] : []),
  ].join('');
  const lines = [
    `${identity.name}: ${revokedTokens} tokens revoked, ${endedSessions} sessions ended${others}`,
    `For 30 seconds: keyward identity undo-stop ${handleOf(identity)}`,
    changeWords(stopped.seq),
  ];
  print(options, stopped, lines.join('\n'));
}

async function undoStop(named: string, options: Json): Promise<void> {
  const request = sending('POST', `${pathOf(named)}/undo-stop`, {});
  const restored = await askControlApi(request, restoredSchema);
  const { identity, restoredTokens } = restored;
  print(options, restored, `${identity.name}: ${restoredTokens} tokens work again`);
}

const change =
  (verb: 'suspend' | 'resume', done: string) =>
  async (named: string, { reason, ...options }: Change): Promise<void> => {
    const request = sending('POST', `${pathOf(named)}/${verb}`, { reason });
    const changed = await askControlApi(request, changedSchema);
    print(options, changed, `${changed.name}: ${done}\n${changeWords(changed.seq)}`);
  };
