import type { JobScope } from './define';

/**
 * Runs one command for each thing that is due, in order, and tells how far it is.
 * @param change answers as a command does: a refusal is passed over
 * @returns how many were changed
 * @throws as soon as the job's signal has ended
 */
export async function changeEach<Due>(
  { signal, progress }: Pick<JobScope<unknown>, 'signal' | 'progress'>,
  due: readonly Due[],
  change: (one: Due) => Promise<{ readonly ok: boolean }>,
): Promise<number> {
  let changed = 0;
  for (const [index, one] of due.entries()) {
    signal.throwIfAborted();
    if ((await change(one)).ok) changed += 1;
    await progress(index + 1, due.length);
  }
  return changed;
}
