import { z } from 'zod';
import { invalid } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineStream } from '@/domain/commands/define-stream';
import { timeRange } from '@/domain/history/range';
import { sealedBatchSchema, sealedDecisionSchema } from './sealed-lines';
import {
  batchesAfter,
  type Place,
  restOfBatch,
  toLine,
  wholeBatches,
  withDecisions,
} from './sealed-rows';

const placeText = ({ seq, id, verifier }: Place): string => `${seq}|${id}|${verifier}`;

function readPlace(text: string): Place | null {
  const [, seq, id = '', verifier = ''] = /^(\d{1,15})\|(\w{0,64})\|(.+)$/.exec(text) ?? [];
  return seq === undefined ? null : { seq: Number(seq), id, verifier };
}

/**
 * Whole batches with their decisions, each verifier's in the order of its chain, as `keyward audit verify
 * --file` reads them. `from` and `to` are about when a batch was sealed, which doesn't go back
 * along a chain: parts that follow each other leave nothing out.
 */
export const exportSealed = defineStream({
  operation: 'decisions.exportSealed',
  summary: 'Export sealed batches of decisions',
  http: { method: 'GET', path: '/decisions/sealed' },
  input: timeRange,
  row: z.discriminatedUnion('kind', [sealedBatchSchema, sealedDecisionSchema]),
  columns: [
    ...[
      'kind',
      'batch.id',
      'batch.seq',
      'seq',
      'day',
      'rows',
      'root',
      'leaves',
      'tombstone',
      'prevHash',
      'hash',
      'sealedAt',
      'at',
      'id',
    ],
    ...[
      'outcome',
      'code',
      'reason',
      'api',
      'operation',
      'method',
      'path',
      'token.id',
      'token.name',
    ],
    ...['identity.id', 'identity.name', 'group.id', 'group.slug', 'scope', 'ip', 'userAgent'],
    ...['requestId', 'verifier', 'foldedCount', 'foldedUntil'],
  ],
  cursorOf: (row) =>
    placeText(row.kind === 'batch' ? { ...row, id: '' } : { ...row.batch, id: row.id }),
  target: () => everything('system'),
  async batch({ db, input, limit }) {
    const after = input.after === undefined ? undefined : readPlace(input.after);
    if (after === null) return invalid('after', 'Write the place of a row: seq|id|verifier.');
    const rows = after === undefined ? [] : await restOfBatch(db, after, limit);
    let place = after;
    while (rows.length < limit) {
      const batches = await batchesAfter(db, input, place);
      const whole = wholeBatches(batches, limit - rows.length);
      const [first] = batches;
      if (first === undefined) break;
      if (whole.length === 0) {
        const room = limit - rows.length - 1;
        const part = await restOfBatch(db, { ...first, id: '' }, room);
        rows.push(toLine(first), ...part);
        if (part.length === room) break;
        // Decisions are missing from it, which its leaves tell: the next are not.
        place = { ...first, id: '' };
        continue;
      }
      rows.push(...(await withDecisions(db, whole)));
      place = { ...(whole.at(-1) ?? first), id: '' };
    }
    return rows;
  },
});
