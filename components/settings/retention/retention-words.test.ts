import { expect, test } from 'vitest';
import { askedDays, dueWords, isSame, readDraft } from './retention-words';

const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const POLICY = { decisionsDays: 30, noticesDays: null, holdReason: null };

test('the form is read in days, and what is left empty is for good, or no hold', () => {
  const draft = readDraft(form({ decisionsDays: '2592000', noticesDays: '', holdReason: ' ' }));
  expect(draft).toEqual(POLICY);
  expect(isSame(draft, POLICY)).toBe(true);
  expect(isSame({ ...draft, holdReason: 'a lawsuit' }, POLICY)).toBe(false);
  expect(askedDays(draft)).toEqual({ decisionsDays: 30, noticesDays: 'forever' });
  expect(readDraft(form({ decisionsDays: 'NaN' })).decisionsDays).toBeNaN();
  expect(readDraft(form({ decisionsDays: '3600' })).decisionsDays).toBeCloseTo(1 / 24);
});

test('what a policy drops is said in one sentence', () => {
  const due = { days: 2, rows: 1_200, bytes: 3_400_000, notices: 0 };
  expect(dueWords(due, POLICY)).toBe(
    'About 1,200 decisions of 2 days (3.4 MB) go, in 7 days at the earliest.',
  );
  expect(dueWords({ ...due, notices: 1 }, POLICY)).toContain('(3.4 MB) and 1 notice go,');
  expect(dueWords({ days: 0, rows: 0, bytes: 0, notices: 1 }, POLICY)).toBe(
    'About 1 notice goes, in 7 days at the earliest.',
  );
  expect(dueWords({ days: 0, rows: 0, bytes: 0, notices: 0 }, POLICY)).toMatch(/^Nothing of what/);
  expect(dueWords(due, { ...POLICY, holdReason: 'a lawsuit' })).toMatch(/while the hold stands/);
});
