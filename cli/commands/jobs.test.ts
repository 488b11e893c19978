import { expect, it } from 'vitest';
import type { ConsumerLag } from '@/domain/feed/read-lag';
import type { JobState } from '@/domain/jobs/job-states';
import { describeConsumer, describeJob } from './jobs';

const NEVER_RUN: JobState = {
  name: 'end-memberships',
  summary: 'Ends the memberships whose date has passed',
  ...{ startedAt: null, endedAt: null, attempt: null, worker: null, progress: null },
  ...{ succeededAt: null, failedAt: null, lastError: null, failures: 0 },
  ...{ waiting: 0, lagSeconds: 0 },
};
const noon = new Date('2026-11-26T12:00:00Z');
const tell = (state: Partial<JobState>) =>
  describeJob({ ...NEVER_RUN, ...state }).replace(/\s+/g, ' ');

it('tells of a job that has not run, and of one that has', () => {
  expect(tell({})).toBe('end-memberships has not worked yet');
  expect(tell({ startedAt: noon, endedAt: noon, succeededAt: noon })).toBe(
    'end-memberships worked 2026-11-26T12:00:00Z',
  );
});

it('tells how far a run is, what waits, and why it fails', () => {
  expect(tell({ startedAt: noon, progress: { done: 3, total: 9 } })).toBe(
    'end-memberships has not worked yet; runs since 2026-11-26T12:00:00Z (3 of 9)',
  );
  expect(tell({ succeededAt: noon, waiting: 2, lagSeconds: 61.4 })).toBe(
    'end-memberships worked 2026-11-26T12:00:00Z; 2 due for 61 s',
  );
  expect(tell({ failures: 2, lastError: 'connection refused' })).toBe(
    'end-memberships has not worked yet; failed 2 times in a row: connection refused',
  );
});

const FOLLOWING: ConsumerLag = {
  ...{ name: 'audit-checkpoints', seq: 4711, hash: 'f'.repeat(64), state: 'following' },
  ...{ heldBy: 'worker', heldUntil: noon, heartbeatAt: noon, createdAt: noon },
  ...{ failures: 0, failingSince: null, lastError: null, lagEvents: 0, lagSeconds: 0 },
};
const tellOf = (lag: Partial<ConsumerLag>) =>
  describeConsumer({ ...FOLLOWING, ...lag }).replace(/\s+/g, ' ');

it('tells how far a follower of the audit log is behind, whether any worker reads, and why not', () => {
  expect(tellOf({})).toBe('audit-checkpoints up to change 4711');
  expect(tellOf({ state: 'idle', lagEvents: 3, lagSeconds: 90.2 })).toBe(
    'audit-checkpoints up to change 4711; 3 more wait, for 90 s; no worker reads for it',
  );
  expect(tellOf({ state: 'failing', failures: 4, lastError: 'disk full', lagEvents: 1 })).toBe(
    'audit-checkpoints up to change 4711; 1 more wait, for 0 s; failed 4 times in a row: disk full',
  );
});
