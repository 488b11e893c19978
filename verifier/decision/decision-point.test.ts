import { expect, it } from 'vitest';
import type { Decision } from '@/journal/record/decision';
import { type Recording, RecordingFailed } from '@/journal/record/recorder';
import { DecisionPoint } from './decision-point';
import type { Evaluator } from './evaluator';
import { decisionFor, type Question, Unavailable } from './port';

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };
const decision = { id: 'dec_1', code: 'allowed' } as Decision;
const question = {} as Question;

/** A decision point whose recorder keeps the recordings until the test ends them. */
function openPoint(evaluator: Partial<Evaluator>) {
  const waiting: Recording[] = [];
  const recorder = {
    record: (_decision: Decision, recording: Recording) => void waiting.push(recording),
    isHealthy: () => true,
    close: async () => undefined,
  };
  return { decisionPoint: new DecisionPoint(evaluator as Evaluator, recorder, silent), waiting };
}

it('says nothing before the decision is recorded, and counts it only then', async () => {
  const { decisionPoint, waiting } = openPoint({ evaluateAtOnce: () => decision });
  const told: string[] = [];
  decisionPoint.decide(question, {
    decided: ({ id }) => told.push(id),
    failed: () => told.push('failed'),
  });
  await Promise.resolve();
  expect(told).toEqual([]);
  expect(decisionPoint.countByCode.size).toBe(0);
  waiting[0]?.recorded(decision);
  expect(told).toEqual(['dec_1']);
  expect(decisionPoint.countByCode.get('allowed')).toBe(1);
});

it('has no answer where the decision can’t be recorded', async () => {
  const { decisionPoint, waiting } = openPoint({ evaluateAtOnce: () => decision });
  const answer = decisionFor(decisionPoint, question);
  waiting[0]?.notRecorded(new RecordingFailed('full'));
  await expect(answer).rejects.toThrow(Unavailable);
  expect([decisionPoint.unavailableCount, decisionPoint.countByCode.size]).toEqual([1, 0]);
});

it('has no answer, and records nothing, where no decision can be made', async () => {
  const { decisionPoint, waiting } = openPoint({
    evaluateAtOnce: () => null,
    evaluate: () => Promise.reject(new Error('no database')),
  });
  await expect(decisionFor(decisionPoint, question)).rejects.toThrow(Unavailable);
  expect([waiting.length, decisionPoint.unavailableCount]).toEqual([0, 1]);
});
