import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefusal } from '@/domain/base/refusal';
import { BATCH_ROWS } from '@/domain/commands/define-stream';
import { runQuery } from '@/domain/commands/run-query';
import { openStream } from '@/domain/commands/run-stream';
import { decisionComparer } from '@/domain/seals/compare-checkpoints';
import type { DecisionCheckpoint } from '@/domain/seals/decision-checkpoint';
import { exportSealed } from '@/domain/seals/export-sealed';
import { listDecisionCheckpoints } from '@/domain/seals/list-checkpoints';
import type { SealedLine } from '@/domain/seals/sealed-lines';
import { verifyDecisions } from '@/domain/seals/verify-decisions';
import { sealedLinesChecker } from '@/domain/seals/verify-sealed-lines';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { NOON_MS, shipDecisions } from './testing/ship-decisions';

const MANY = BATCH_ROWS + 500;

let world: World;
let lines: SealedLine[];
const context = () => ({ ...contextOf(world.db, world.administrator), serverSecret: SECRET });
const SECRET = 'a server secret of at least thirty-two characters';

beforeAll(async () => {
  world = await openWorld();
  const { $client: pool } = world.db;
  const ship = (verifier: string, count: number, at = NOON_MS) =>
    shipDecisions(
      pool,
      verifier,
      Array.from({ length: count }, (_, ms) => at + ms),
    );
  await ship('eu-1', 3);
  await ship('eu-1', MANY, NOON_MS + 10_000);
  await ship('us-1', 2);
  // Shipped last, of the day before: what a process that is gone had left.
  await ship('eu-1', 4, NOON_MS - 86_400_000);
  lines = await exported({});
});
afterAll(() => world.close());

async function exported(input: object): Promise<SealedLine[]> {
  const opened = await openStream(exportSealed, context(), input);
  if (isRefusal(opened)) throw new Error(opened.message);
  const rows: object[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return rows as SealedLine[];
}

function verified(found: readonly SealedLine[]) {
  const checker = sealedLinesChecker();
  for (const line of found) checker.check(line);
  return checker.end();
}

const problemsOf = (found: readonly SealedLine[]) =>
  verified(found).problems.map(({ problem, verifier, seq, id }) => ({
    problem,
    verifier,
    seq,
    id,
  }));

describe('an export of sealed batches', () => {
  it('holds, verifier after verifier, whole batches with their decisions', () => {
    expect(verified(lines)).toEqual({
      ...{ holds: true, batches: 4, decisions: MANY + 9, problemCount: 0, problems: [] },
      parts: [
        { verifier: 'eu-1', from: 1, to: 3 },
        { verifier: 'us-1', from: 1, to: 1 },
      ],
      tombstones: [],
    });
  });

  it('goes on after any of its rows', async () => {
    for (const at of [0, 2, 4, BATCH_ROWS, lines.length - 3, lines.length - 1]) {
      const after = exportSealed.stream.cursorOf(lines[at] as never);
      expect(await exported({ after })).toEqual(lines.slice(at + 1));
    }
  });

  it('begins where it is asked to, and is checked from there', async () => {
    const sealedAt = (verifier: string, seq: number): string => {
      const isIt = (line: SealedLine) =>
        line.kind === 'batch' && line.verifier === verifier && line.seq === seq;
      const batch = lines.find(isIt) as Extract<SealedLine, { kind: 'batch' }>;
      return batch.sealedAt;
    };
    const [second, third] = [sealedAt('eu-1', 2), sealedAt('eu-1', 3)];
    const [before, after] = [await exported({ to: third }), await exported({ from: third })];
    expect(verified(before)).toMatchObject({
      holds: true,
      parts: [
        { verifier: 'eu-1', from: 1, to: 2 },
        { verifier: 'us-1', from: 1, to: 1 },
      ],
    });
    expect(verified(after)).toMatchObject({
      holds: true,
      parts: [{ verifier: 'eu-1', from: 3, to: 3 }],
    });
    expect(verified(await exported({ from: second }))).toMatchObject({ holds: true });
  });

  it('is recorded as taken away', async () => {
    const [last] = (
      await world.db.query.auditEvents.findMany({ orderBy: (event, { desc }) => desc(event.seq) })
    ).slice(0, 1);
    expect(last?.action).toBe('decisions.exportSealed');
  });

  const at = 5;
  const [line, batch] = [
    () => lines[at] as Extract<SealedLine, { kind: 'decision' }>,
    { verifier: 'eu-1', seq: 2 },
  ];
  const changed = (change: object) => lines.with(at, { ...line(), ...change } as SealedLine);

  it.each([
    [{ path: '/y' }],
    [{ at: '2026-01-31T12:00:10.123001Z' }],
    [{ userAgent: null }],
    [{ foldedUntil: '2026-01-31T12:00:00.000000Z' }],
    [{ token: { id: 'tok_1', name: 'mine' } }],
  ])('names a decision with %o', (change) => {
    expect(problemsOf(changed(change))).toEqual([{ problem: 'altered', ...batch, id: line().id }]);
  });

  it('names what was removed, put in and moved', () => {
    expect(problemsOf(lines.toSpliced(at, 1))).toEqual([
      { problem: 'removed', ...batch, id: null },
    ]);
    const put = lines.toSpliced(at, 0, { ...line(), path: '/y' } as SealedLine);
    expect(problemsOf(put)).toEqual([{ problem: 'inserted', ...batch, id: line().id }]);
    const next = (lines[at + 1] as { id: string }).id;
    const swapped = lines.with(at, lines[at + 1] as SealedLine).with(at + 1, line());
    expect(problemsOf(swapped)).toEqual([
      { problem: 'reordered', ...batch, id: next },
      { problem: 'reordered', ...batch, id: line().id },
    ]);
    const elsewhere = [...lines.toSpliced(at, 1), line()];
    expect(problemsOf(elsewhere)).toEqual(
      expect.arrayContaining([{ problem: 'inserted', verifier: 'eu-1', seq: null, id: line().id }]),
    );
  });

  it('names a batch that is missing, and one that was changed', () => {
    const isOfSecond = (one: SealedLine) =>
      one.kind === 'batch' ? one.seq === 2 : one.batch.seq === 2;
    const without = lines.filter((one) => !isOfSecond(one));
    expect(problemsOf(without)).toEqual([{ problem: 'batch_missing', ...batch, id: null }]);
    expect(problemsOf([...lines, ...lines.filter(isOfSecond)])).toEqual([
      { problem: 'reordered', verifier: 'eu-1', seq: 2, id: null },
    ]);
    const elsewhere = { batch: { ...line().batch, seq: 7 } };
    expect(problemsOf(changed(elsewhere))).toContainEqual(
      expect.objectContaining({ problem: 'inserted', id: line().id }),
    );
    const first = { ...lines[0], day: '2026-02-01' } as SealedLine;
    expect(problemsOf(lines.with(0, first))).toEqual([
      { problem: 'batch_altered', verifier: 'eu-1', seq: 1, id: null },
    ]);
  });
});

describe('checkpoints of decisions', () => {
  const kept = async (): Promise<DecisionCheckpoint[]> => {
    const answer = await runQuery(listDecisionCheckpoints, context(), { limit: 10 });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value.items;
  };
  const compared = async (checkpoints: readonly DecisionCheckpoint[]) => {
    const comparer = decisionComparer(checkpoints);
    await verifyDecisions(world.db.$client, { observe: comparer.observe });
    return comparer
      .problems()
      .map(({ problem, verifier, seq }) => ({ problem, verifier, seq: seq ?? 0 }));
  };

  it('of a whole chain or a part say nothing of what an export doesn’t hold', async () => {
    const checkpoints = await kept();
    const compare = (seen: readonly SealedLine[], extent: 'whole' | 'part') => {
      const comparer = decisionComparer(checkpoints);
      for (const line of seen) if (line.kind === 'batch') comparer.observe(line);
      return [comparer.elsewhere(extent), comparer.problems(extent).length];
    };
    const own = lines.filter(
      (line) => (line.kind === 'batch' ? line : line.batch).verifier === 'eu-1',
    );
    expect(compare(lines, 'whole')).toEqual([0, 0]);
    expect(compare(own, 'part')).toEqual([1, 0]);
    expect(compare(own, 'whole')).toEqual([0, 1]);
  });

  it('sign where each verifier’s chain ends, once, and the record holds them', async () => {
    const checkpoints = await kept();
    expect(checkpoints.map(({ verifier, seq }) => [verifier, seq]).sort()).toEqual([
      ['eu-1', 3],
      ['us-1', 1],
    ]);
    expect(await kept()).toEqual(checkpoints);
    expect(await compared(checkpoints)).toEqual([]);
    const [first] = checkpoints;
    const forged = { ...first, hash: 'a'.repeat(64) } as DecisionCheckpoint;
    expect(await compared([forged])).toMatchObject([{ problem: 'not_signed' }]);
  });

  it('come with the end of each verifier first, and then page by page', async () => {
    await kept();
    await shipDecisions(world.db.$client, 'us-1', [NOON_MS + 5]);
    const page = async (cursor?: string) => {
      const input = { limit: 1, ...(cursor && { cursor }) };
      const answer = await runQuery(listDecisionCheckpoints, context(), input);
      if (!answer.ok) throw new Error(answer.message);
      return answer.value;
    };
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null && seen.length < 9; ) {
      const { items, nextCursor } = await page(cursor ?? undefined);
      seen.push(...items.map(({ verifier, seq }) => `${verifier} ${seq}`));
      cursor = nextCursor;
    }
    expect(seen).toEqual(['us-1 2', 'eu-1 3', 'us-1 1']);
  });

  it('show that a chain was cut off, or written anew, where everything else fits', async () => {
    const checkpoints = await kept();
    await world.owner.transaction(async (tx) => {
      await tx.execute('set local session_replication_role = replica');
      await tx.execute(`delete from decisions where batch in
        (select id from decision_batches where verifier = 'us-1' or seq = 3)`);
      await tx.execute(`delete from decision_batches where verifier = 'us-1' or seq = 3`);
      await tx.execute(`delete from decision_heads where verifier = 'us-1'`);
      await tx.execute(`update decision_heads set (seq, hash) =
        (select seq, hash from decision_batches where seq = 2)`);
    });
    await shipDecisions(world.db.$client, 'us-1', [NOON_MS]);
    expect(await verifyDecisions(world.db.$client)).toMatchObject({ holds: true });
    const problems = await compared(checkpoints);
    expect(problems.sort((one, other) => one.seq - other.seq).reverse()).toEqual([
      { problem: 'cut_off', verifier: 'eu-1', seq: 3 },
      { problem: 'rewritten', verifier: 'us-1', seq: 1 },
    ]);
  });
});
