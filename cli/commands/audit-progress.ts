import { writtenNumber } from '@/domain/base/written';

const EVERY_MS = 2_000;

/** Says on stderr how far a long check got, every two seconds. @param words what it looked at, as text */
export function checkProgress(
  words: (done: string, total: string) => string,
): (done: number, total: number) => void {
  let last = Date.now();
  return (done, total) => {
    const now = Date.now();
    if (now - last < EVERY_MS) return;
    last = now;
    process.stderr.write(`checked ${words(writtenNumber(done), writtenNumber(total))}\n`);
  };
}
