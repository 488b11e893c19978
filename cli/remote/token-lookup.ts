import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi } from './control-api';
import { hintOf, tokenSchema } from './token-schema';

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
  const found = await askControlApi(
    {
      ...{ method: 'POST', path: '/tokens/lookup', contentType: 'application/json' },
      body: JSON.stringify(body),
    },
    foundSchema,
  );
  const { token, lastUses } = found;
  const facts = columns([
    ['token', `${token.name} (${token.id}, ${hintOf(token)})`],
    ['status', token.status],
    ['acts for', token.identity.name],
    ['group', token.group.slug],
    ['expires', token.expiresAt],
  ]);
  const uses = lastUses.map(({ at, code, api, operation, ip }) => [at, code, api, operation, ip]);
  print(options, found, [facts, columns(uses) || 'No use is known.'].join('\n'));
}
