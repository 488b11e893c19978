import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionAfter } from './position';

const BEGIN = { seq: 0, hash: 'begin' };

/** A log of so many events, each chained to the one before. */
const logOf = (length: number) =>
  Array.from({ length }, (_, at) => ({
    seq: at + 1,
    hash: `hash ${at + 1}`,
    prevHash: at === 0 ? BEGIN.hash : `hash ${at}`,
  }));

const logs = fc.integer({ min: 2, max: 40 }).map(logOf);

it('ends at the last event, in whatever batches a log is read', () => {
  fc.assert(
    fc.property(logs, fc.array(fc.integer({ min: 1, max: 7 })), (log, sizes) => {
      let position = BEGIN;
      let at = 0;
      for (const size of [...sizes, log.length]) {
        const next = positionAfter(position, log.slice(at, at + size));
        expect(next).not.toBeNull();
        position = next ?? BEGIN;
        at += size;
      }
      expect(position.seq).toBe(log.length);
    }),
  );
});

it('is nowhere where an event is missing before another, comes twice, or two change places', () => {
  const spoils: ((log: ReturnType<typeof logOf>, at: number) => void)[] = [
    (log, at) => log.splice(at, 1),
    (log, at) => log.splice(at, 0, log[at] as (typeof log)[number]),
    (log, at) => log.splice(at, 2, ...log.slice(at, at + 2).reverse()),
  ];
  fc.assert(
    fc.property(logs, fc.nat(), fc.constantFrom(...spoils), (log, where, spoil) => {
      spoil(log, where % (log.length - 1));
      expect(positionAfter(BEGIN, log)).toBeNull();
    }),
  );
});

it('is nowhere where an event of the same number has another hash, as in a restored log', () => {
  fc.assert(
    fc.property(logs, fc.nat(), (log, where) => {
      const at = where % (log.length - 1);
      const other = log.map((event, index) => (index === at ? { ...event, hash: 'other' } : event));
      expect(positionAfter(BEGIN, other)).toBeNull();
      const from = positionAfter(BEGIN, other.slice(0, at + 1));
      expect(from && positionAfter(from, log.slice(at + 1))).toBeNull();
    }),
  );
});
