import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { askControlApi } from './control-api';
import { seconds } from './time-options';
import { pathOf, type Token, tokenSchema } from './token-schema';

const createdSchema = z.looseObject({ token: tokenSchema, secret: z.string() });
const rotatedSchema = createdSchema.extend({ predecessor: tokenSchema });

interface Minting {
  readonly idempotencyKey?: string;
  readonly json?: true;
}
interface Creation extends Minting {
  readonly identity: string;
  readonly group: string;
  readonly scope: readonly string[];
  readonly ttl?: number;
  readonly cidr: readonly string[];
}
interface Rotation extends Minting {
  readonly overlap?: number;
  readonly untilFirstUse?: true;
  readonly leaked?: true;
  readonly reason?: string;
}

/** `keyward token create` and `rotate`: without `--json` stdout has the secret and nothing else. */
export function addTokenMinting(token: Command): void {
  withKey(token.command('create'))
    .description('Create a token; its secret is printed, this once')
    .argument('<name>', 'its purpose')
    .requiredOption('--identity <identity>', 'whom it acts for: email, slug or id')
    .requiredOption('--group <group>', 'slug or id')
    .option('--scope <scope>', 'cut it down to this; may be repeated', collect, [])
    .option('--ttl <time>', 'such as 900, 15m, 8h or 30d; the group’s unless said', seconds)
    .option('--cidr <range>', 'works from there alone; may be repeated', collect, [])
    .action(create);
  withKey(token.command('rotate'))
    .description(
      'Give a token a successor with the same rights, whose secret is printed, this once',
    )
    .argument('[token]', 'its id; KEYWARD_TOKEN itself unless said', 'self')
    .option(
      '--overlap <time>',
      'how long the old one works, 0 to 30d; the group’s unless said',
      seconds,
    )
    .option('--until-first-use', 'the old one ends sooner: once the new one was used')
    .option('--leaked', 'the old one ends at once')
    .option('--reason <text>', 'what the log says')
    .action(rotate);
}

const withKey = (command: Command): Command =>
  command
    .option('--idempotency-key <key>', 'a later try with it gets the same secret, not another')
    .option('--json', 'print JSON');

const collect = (one: string, before: readonly string[]) => [...before, one];

async function create(name: string, options: Creation): Promise<void> {
  const { identity, group, scope, ttl, cidr } = options;
  const created = await askControlApi(
    mint('/tokens', options, {
      ...{ identity, group, name, ttlSeconds: ttl },
      ...(scope.length > 0 && { scopes: scope }),
      ...(cidr.length > 0 && { allowedCidrs: cidr }),
    }),
    createdSchema,
  );
  const { id, status, expiresAt } = created.token;
  const waits = status === 'awaiting' ? ', once somebody has approved it' : '';
  reveal(options, created, `Created ${name} (${id}): works until ${expiresAt}${waits}.`);
}

async function rotate(token: string, options: Rotation, command: Command): Promise<void> {
  const { overlap, untilFirstUse, leaked, reason } = options;
  if (leaked && (overlap !== undefined || untilFirstUse)) {
    command.error(
      'error: --leaked ends the old one at once: leave out --overlap and --until-first-use',
    );
  }
  const overlapSeconds = leaked ? 0 : overlap;
  const body = { overlapSeconds, untilFirstUse, reason };
  const rotated = await askControlApi(
    mint(`${pathOf(token)}/rotate`, options, body),
    rotatedSchema,
  );
  const { id, name, expiresAt } = rotated.token;
  const line = `Rotated ${name} into ${id}: works until ${expiresAt}. ${fateOf(rotated.predecessor)}`;
  reveal(options, rotated, line);
}

function fateOf({ id, status, retiresAt, retiresOnUse, expiresAt }: Token): string {
  if (status === 'retired') return `The old one (${id}) is denied from now on.`;
  const ends = [retiresAt ?? expiresAt, expiresAt].sort()[0];
  return `The old one (${id}) works until ${retiresOnUse ? 'the new one is used, or ' : ''}${ends}.`;
}

const mint = (path: string, { idempotencyKey }: Minting, body: object) => ({
  ...{ method: 'POST' as const, path, body: JSON.stringify(body), contentType: 'application/json' },
  // One of its own where none is given: a lost answer is then asked for again, and makes nothing twice.
  headers: { 'Idempotency-Key': idempotencyKey ?? randomUUID() },
});

/** So that `SECRET=$(keyward token rotate …)` holds the secret, people read the rest on stderr. */
function reveal(options: Minting, answer: { readonly secret: string }, line: string): void {
  if (!options.json) process.stderr.write(`${line}\n`);
  print(options, answer, answer.secret);
}
