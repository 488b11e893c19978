import { type Command, InvalidArgumentError } from 'commander';
import { print } from '@/cli/output';
import { TOKEN_STATUSES } from '@/domain/tokens/token-view';
import { columns } from './columns';
import { everyItem } from './every-page';
import { addTokenChanges } from './token-changes';
import { lookUpToken, showToken } from './token-lookup';
import { addTokenMatching } from './token-matching';
import { addTokenMinting } from './token-minting';
import { hintOf, tokenSchema } from './token-schema';

interface ListOptions {
  readonly query?: string;
  readonly group: readonly string[];
  readonly identity: readonly string[];
  readonly status: readonly string[];
  readonly json?: true;
}

/** `keyward token`: the life of tokens, over HTTP. */
export function addToken(program: Command): void {
  const token = program.command('token').description('Tokens, at KEYWARD_URL as KEYWARD_TOKEN');
  token
    .command('list')
    .description('List the tokens within reach, newest first')
    .option('-q, --query <text>', 'only those found by this: name, identity, kwp_3fA9…x7Qk')
    .option('--group <group>', 'slug or id; may be repeated', collect, [])
    .option(
      '--identity <identity>',
      'slug of a service account, or id; may be repeated',
      collect,
      [],
    )
    .option('--status <status>', `may be repeated; ${TOKEN_STATUSES.join(', ')}`, collectStatus, [])
    .option('--json', 'print JSON')
    .action(listTokens);
  token
    .command('show')
    .description('Show a token: how it stands, whom it acts for, its last use')
    .argument('<token>', 'its id')
    .option('--json', 'print JSON')
    .action(showToken);
  addTokenMinting(token);
  addTokenChanges(token);
  addTokenMatching(token);
  token
    .command('lookup')
    .description(
      'Find the token behind a secret, and how it was last used; only its SHA-256 is sent',
    )
    .argument('[secret]', 'a secret, a piece of log with some, or a SHA-256; - reads stdin', '-')
    .option('--json', 'print JSON')
    .action(lookUpToken);
}

const collect = (one: string, before: readonly string[]) => [...before, one];

function collectStatus(status: string, before: readonly string[]): string[] {
  if ((TOKEN_STATUSES as readonly string[]).includes(status)) return [...before, status];
  throw new InvalidArgumentError(`Choose from ${TOKEN_STATUSES.join(', ')}.`);
}

async function listTokens({ query, group, identity, status, ...options }: ListOptions) {
  const filters = { q: query, group, identity, status };
  const tokens = await everyItem('/tokens', filters, tokenSchema);
  const rows = tokens.map((token) => [
    ...[token.id, hintOf(token), token.status, token.group.slug, token.identity.name],
    ...[token.retiresAt ?? token.expiresAt, token.name],
  ]);
  print(options, { items: tokens }, rows.length > 0 ? columns(rows) : 'No token is within reach.');
}
