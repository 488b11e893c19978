import { writtenNumber } from '@/domain/base/written';

const EVERY_MS = 2_000;

/** Says on stderr how many decisions were looked at, every two seconds of a long check. */
export function decisionsProgress(): (done: number, total: number) => void {
  let last = Date.now();
  return (done, total) => {
    const now = Date.now();
    if (now - last < EVERY_MS) return;
    last = now;
    const [some, all] = [done, total].map(writtenNumber);
    process.stderr.write(`checked ${some} of ${all} decisions\n`);
  };
}
