import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
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

/** @param given a secret or the SHA-256 of it; `-` reads stdin, where no list of processes shows it */
export async function lookUpToken(given: string, options: { readonly json?: true }): Promise<void> {
  const sought = (given === '-' ? await text(process.stdin) : given).trim();
  const body = /^[0-9a-f]{64}$/i.test(sought) ? { sha256: sought } : { secret: sought };
  const found = await askControlApi(sending('POST', '/tokens/lookup', body), foundSchema);
  const { token, lastUses } = found;
  const uses = lastUses.map(({ at, code, api, operation, ip }) => [at, code, api, operation, ip]);
  print(options, found, [factsOf(token), columns(uses) || 'No use is known.'].join('\n'));
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
