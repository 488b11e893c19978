import { afterEach, expect, it } from 'vitest';
import type { Folding } from '../decision-line';
import type { Decision } from './decision';
import { DenialAggregator, SINGLE_ROWS } from './denial-aggregator';
import { type Recording, RecordingFailed } from './recorder';

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };

let isHealthy = true;
const kept: { decision: Decision; folding: Folding | undefined }[] = [];
const folder = new DenialAggregator(
  {
    record(decision: Decision, recording: Recording, folding?: Folding) {
      kept.push({ decision, folding });
      recording.recorded(decision);
    },
    isHealthy: () => isHealthy,
    close: async () => undefined,
  },
  silent,
  3_600_000,
);
afterEach(() => {
  isHealthy = true;
  kept.length = 0;
});

const refusal = (ip: string, code = 'token_unknown') =>
  ({ id: `dec_${ip}`, atMs: 1, code, request: { ip }, callerTokenId: null }) as Decision;

/** Records a decision. @returns as whose it was recorded, or that it was not */
const record = (decision: Decision): Promise<string | RecordingFailed> =>
  new Promise((resolve) => {
    folder.record(decision, { recorded: ({ id }) => resolve(id), notRecorded: resolve });
  });

it('counts what follows the first few of an address, and keeps the count at its end', async () => {
  for (let round = 0; round < SINGLE_ROWS + 3; round += 1) await record(refusal('10.0.0.1'));
  expect(kept).toHaveLength(SINGLE_ROWS);
  await folder.close();
  expect(kept.at(-1)?.folding).toMatchObject({ count: 3 });
});

it('takes the /64 of an IPv6 address for one, as its holder has them all', async () => {
  for (let host = 1; host < SINGLE_ROWS + 3; host += 1) {
    await record(refusal(`2001:db8:0:1::${host}`));
    await record(refusal(`2001:db8:0:${host + 1}::1`));
  }
  expect(
    kept.filter(({ decision }) => decision.request.ip?.startsWith('2001:db8:0:1:')),
  ).toHaveLength(SINGLE_ROWS);
  expect(kept).toHaveLength(SINGLE_ROWS + SINGLE_ROWS + 2);
  await folder.close();
  expect(kept.at(-1)?.folding).toMatchObject({ count: 2 });
});

it('answers no refusal that could not be recorded, though it would only be counted', async () => {
  for (let round = 0; round < SINGLE_ROWS; round += 1) await record(refusal('10.0.0.2'));
  isHealthy = false;
  expect(await record(refusal('10.0.0.2'))).toBeInstanceOf(RecordingFailed);
  isHealthy = true;
  expect(await record(refusal('10.0.0.2'))).toMatch(/^dec_/);
});

it('never folds a decision about a token that is known', async () => {
  for (let round = 0; round < 2 * SINGLE_ROWS; round += 1) {
    await record(refusal('10.0.0.3', 'token_revoked'));
  }
  expect(kept).toHaveLength(2 * SINGLE_ROWS);
});
