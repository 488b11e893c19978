import { expect, it } from 'vitest';
import type { Decision } from '@/journal/record/decision';
import { type Recording, RecordingFailed } from '@/journal/record/recorder';
import { DecisionDesk } from './decision-desk';
import type { Judge } from './judge';
import { type Question, settled, Unavailable } from './port';

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };
const decision = { id: 'dec_1', code: 'allowed' } as Decision;
const question = {} as Question;

/** A desk whose recorder keeps the recordings until the test settles them. */
function openDesk(judge: Partial<Judge>) {
  const waiting: Recording[] = [];
  const recorder = {
    record: (_decision: Decision, recording: Recording) => void waiting.push(recording),
    isHealthy: () => true,
    close: async () => undefined,
  };
  return { desk: new DecisionDesk(judge as Judge, recorder, silent), waiting };
}

it('says nothing before the decision is recorded, and counts it only then', async () => {
  const { desk, waiting } = openDesk({ decideAtOnce: () => decision });
  const told: string[] = [];
  desk.settle(question, { decided: ({ id }) => told.push(id), failed: () => told.push('failed') });
  await Promise.resolve();
  expect(told).toEqual([]);
  expect(desk.countByCode.size).toBe(0);
  waiting[0]?.recorded(decision);
  expect(told).toEqual(['dec_1']);
  expect(desk.countByCode.get('allowed')).toBe(1);
});

it('has no answer where the decision can’t be recorded', async () => {
  const { desk, waiting } = openDesk({ decideAtOnce: () => decision });
  const answer = settled(desk, question);
  waiting[0]?.notRecorded(new RecordingFailed('full'));
  await expect(answer).rejects.toThrow(Unavailable);
  expect([desk.unavailableCount, desk.countByCode.size]).toEqual([1, 0]);
});

it('has no answer, and records nothing, where no decision can be made', async () => {
  const { desk, waiting } = openDesk({
    decideAtOnce: () => null,
    decide: () => Promise.reject(new Error('no database')),
  });
  await expect(settled(desk, question)).rejects.toThrow(Unavailable);
  expect([waiting.length, desk.unavailableCount]).toEqual([0, 1]);
});
