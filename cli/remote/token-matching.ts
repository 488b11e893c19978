import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { changeWords } from './receipts';
import { momentFrom, seconds } from './time-options';

const foundSchema = z.looseObject({
  count: z.number(),
  at: z.string(),
  tokens: z.array(
    z.looseObject({
      ...{ id: z.string(), name: z.string(), last4: z.string() },
      ...{
        identity: z.looseObject({ name: z.string() }),
        group: z.looseObject({ slug: z.string() }),
      },
    }),
  ),
});
const revokedSchema = z.looseObject({ revoked: z.array(z.string()), seq: z.number() });

interface Filter {
  readonly madeBy?: string;
  readonly usedFrom?: string;
  readonly last?: number;
  readonly json?: true;
}

/** `keyward token matching`, and `revoke-matching` for as many as that counted. */
export function addTokenMatching(token: Command): void {
  withFilter(token.command('matching'))
    .description('Count the living tokens that somebody made, or that were used from somewhere')
    .action(count);
  withFilter(token.command('revoke-matching'))
    .description('Revoke them in one change, each to be taken back within 30 seconds')
    .requiredOption('--expect <count>', 'how many keyward token matching counted', wholeNumber)
    .option('--seen-at <time>', 'when it counted them: one that came since stops it')
    .option('--reason <text>', 'what the log says')
    .action(revoke);
}

const withFilter = (command: Command): Command =>
  command
    .option('--made-by <identity>', 'who made them: email, slug or id')
    .option('--used-from <range>', 'an address, or a range such as 203.0.113.0/24')
    .option('--last <time>', 'how long ago they were used from there; 24h unless said', seconds)
    .option('--json', 'print JSON');

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write how many tokens that were, such as 12.');
}

const filterOf = ({ madeBy, usedFrom, last }: Filter) => ({
  ...(madeBy !== undefined && { createdBy: madeBy }),
  ...(usedFrom !== undefined && { usedFrom }),
  ...(last !== undefined && { since: momentFrom(-last) }),
});

async function count(options: Filter): Promise<void> {
  const query = new URLSearchParams(filterOf(options));
  const found = await askControlApi(
    { method: 'GET', path: '/tokens/matching', query },
    foundSchema,
  );
  const rows = found.tokens.map(({ id, name, last4, identity, group }) => [
    ...[id, `…${last4}`, group.slug, identity.name, name],
  ]);
  const more = found.count - rows.length;
  const lines = [
    ...(rows.length > 0 ? [columns(rows)] : []),
    ...(more > 0 ? [`and ${more} more`] : []),
    found.count === 0
      ? 'No living token matches.'
      : `${found.count} match: keyward token revoke-matching --expect ${found.count} --seen-at ${found.at} with the same filter revokes them.`,
  ];
  print(options, found, lines.join('\n'));
}

async function revoke(
  options: Filter & { readonly expect: number; readonly seenAt?: string; readonly reason?: string },
): Promise<void> {
  const { expect, seenAt, reason } = options;
  const request = sending('POST', '/tokens/revoke-matching', {
    ...{ ...filterOf(options), expect, seenAt, reason },
  });
  const ended = await askControlApi(request, revokedSchema);
  const lines = [`Revoked ${ended.revoked.length}: ${ended.revoked.join(', ')}`];
  print(options, ended, [...lines, changeWords(ended.seq)].join('\n'));
}
