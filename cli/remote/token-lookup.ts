import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { secretsInText } from '@/domain/base/secrets-in-text';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';
import { columns } from './columns';
import { askControlApi, ControlApiRefusal, sending } from './control-api';
import { hintOf, pathOf, type Token, tokenSchema } from './token-schema';

const foundSchema = z.looseObject({
  token: tokenSchema,
  lastUses: z.array(
    z.looseObject({
      ...{ at: z.string(), code: z.string(), api: z.string().nullable() },
      ...{ operation: z.string().nullable(), ip: z.string().nullable() },
    }),
  ),
});

type Found = z.output<typeof foundSchema>;

/**
 * Finds the tokens behind the secrets of a text; only their SHA-256 is sent.
 * @param given a secret, a piece of log, or the SHA-256 of a secret; `-` reads stdin, where no list of processes shows it
 * @throws CommandFailure where none is in it, and ControlApiRefusal where the only one is of no token within reach
 */
export async function lookUpToken(given: string, options: { readonly json?: true }): Promise<void> {
  const digests = digestsIn(given === '-' ? await readInput() : given);
  const [only = '', ...others] = digests;
  if (others.length === 0) {
    const found = await lookUp(only);
    print(options, found, described(found));
    return;
  }
  const items = [];
  for (const digest of digests) items.push(await lookUp(digest).catch(unlessUnknown));
  const found = items.filter((one) => one !== null);
  const unknown = items.length - found.length;
  if (found.length === 0) {
    throw new CommandFailure(`of ${unknown} secrets none is a token within your reach (not_found)`);
  }
  const left =
    unknown === 0 ? [] : [`${unknown} more in the text are no tokens within your reach.`];
  print(options, { items: found, unknown }, [...found.map(described), ...left].join('\n\n'));
}

async function readInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Paste it, then press Enter and Ctrl-D.\n');
  return text(process.stdin);
}

function digestsIn(given: string): string[] {
  const digest = given.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return [digest];
  const secrets = secretsInText(given, (one) => parseTokenSecret(one).ok);
  if (secrets.length === 0) {
    throw new CommandFailure(
      'there is no whole Keyward secret in that: keyward token list --query finds a token by its last four',
    );
  }
  return secrets.map((secret) => hashTokenSecret(secret).toString('hex'));
}

const lookUp = (sha256: string): Promise<Found> =>
  askControlApi(sending('POST', '/tokens/lookup', { sha256 }), foundSchema);

function unlessUnknown(error: unknown): null {
  if (error instanceof ControlApiRefusal && error.status === 404) return null;
  throw error;
}

function described({ token, lastUses }: Found): string {
  const uses = lastUses.map(({ at, code, api, operation, ip }) => [at, code, api, operation, ip]);
  return [factsOf(token), columns(uses) || 'No use is known.'].join('\n');
}

/** The same of a token that is known by its id. */
export async function showToken(id: string, options: { readonly json?: true }): Promise<void> {
  const token = await askControlApi({ method: 'GET', path: pathOf(id) }, tokenSchema);
  print(options, token, factsOf(token));
}

const factsOf = (token: Token): string =>
  columns([
    ['token', `${token.name} (${token.id}, ${hintOf(token)})`],
    ['status', token.status],
    ['acts for', token.identity.name],
    ['group', token.group.slug],
    ['scopes', token.scopes?.join(', ') ?? 'all of the group'],
    ['expires', token.expiresAt],
    ['made by', token.createdBy],
    ['last used', token.lastUsedAt],
    ['from', token.lastIp],
    [
      'family',
      token.livingRelatives === 0 ? 'no other alive' : `${token.livingRelatives} others alive`,
    ],
    [
      'made from it',
      token.livingBelow === 0 ? null : `${token.livingBelow} alive, which end with it`,
    ],
  ]);
