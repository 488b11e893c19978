import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { exactText } from '@/db/exact-text';
import { decisionCheckpoints, decisionHeads } from '@/db/schema/history';
import { packedCursor, pageInput, pageOf } from '@/domain/base/input';
import { isExactInstant } from '@/domain/base/instant';
import { toPage } from '@/domain/base/page';
import { invalid } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionCheckpointSchema } from './decision-checkpoint';
import { signHeads } from './sign-heads';

const exactAt = exactText(decisionCheckpoints.at);

/** Whether the chain of its verifier ends there now. */
const isEnd = sql<boolean>`${decisionHeads.verifier} is not null`;
const itsHead = and(
  eq(decisionHeads.verifier, decisionCheckpoints.verifier),
  eq(decisionHeads.seq, decisionCheckpoints.seq),
);

/**
 * Signed ends of the verifiers' chains: first those as they are now, one for each verifier, then all
 * others, newest first. So whoever keeps the answer can show later what the record held.
 */
export const listDecisionCheckpoints = defineQuery({
  operation: 'decisions.checkpoints',
  summary: 'List signed checkpoints of the record of decisions',
  http: { method: 'GET', path: '/decisions/checkpoints' },
  input: z.object({
    ...pageInput,
    cursor: packedCursor().optional(),
    verifier: z.string().min(1).max(200).optional(),
  }),
  output: pageOf(decisionCheckpointSchema),
  target: () => everything('system'),
  async run({ db, input, serverSecret }) {
    const { verifier, cursor, limit } = input;
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (after === null) return invalid('cursor', 'This is not a cursor of this list.');
    if (serverSecret && after === undefined) await signHeads(db, serverSecret);
    const rows = await db
      .select({
        isEnd,
        verifier: decisionCheckpoints.verifier,
        seq: decisionCheckpoints.seq,
        hash: decisionCheckpoints.hash,
        at: exactAt,
        signature: decisionCheckpoints.signature,
        keyId: decisionCheckpoints.keyId,
      })
      .from(decisionCheckpoints)
      .leftJoin(decisionHeads, itsHead)
      .where(
        and(
          verifier === undefined ? undefined : eq(decisionCheckpoints.verifier, verifier),
          after &&
            sql`(${isEnd}, ${decisionCheckpoints.at}, ${decisionCheckpoints.verifier})
              < (${after.isEnd}::boolean, ${after.at}::timestamptz, ${after.verifier})`,
        ),
      )
      .orderBy(desc(isEnd), desc(decisionCheckpoints.at), desc(decisionCheckpoints.verifier))
      .limit(limit + 1);
    const page = toPage(rows, limit, ({ isEnd: end, at, verifier: name }) =>
      Buffer.from(`${end ? 1 : 0}|${at}|${name}`).toString('base64url'),
    );
    return { ...page, items: page.items.map(({ isEnd: _, ...checkpoint }) => checkpoint) };
  },
});

interface Place {
  readonly isEnd: boolean;
  readonly at: string;
  readonly verifier: string;
}

function readCursor(cursor: string): Place | null {
  const [end = '', at = '', ...name] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const verifier = name.join('|');
  return /^[01]$/.test(end) && isExactInstant(at) && verifier !== '' && !verifier.includes('\0')
    ? { isEnd: end === '1', at, verifier }
    : null;
}
