import { expect, it, vi } from 'vitest';
import { checkProgress } from './audit-progress';

it('tells every two seconds how far it is, and nothing of what is quickly done', () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
  try {
    const progress = checkProgress((done, total) => `${done} of ${total} changes`);
    progress(1_000, 3_000_000);
    vi.advanceTimersByTime(2_000);
    progress(1_250_000, 3_000_000);
    progress(1_260_000, 3_000_000);
    vi.advanceTimersByTime(2_000);
    progress(2_500_000, 3_000_000);
  } finally {
    stderr.mockRestore();
    vi.useRealTimers();
  }
  expect(told).toEqual([
    'checked 1,250,000 of 3,000,000 changes\n',
    'checked 2,500,000 of 3,000,000 changes\n',
  ]);
});
