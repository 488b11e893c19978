import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalForm, hashedForm, type StoredEvent } from './event-hash';

const text = fc.string({ unit: 'binary' });
const maybe = fc.option(text);
const state = fc.option(
  fc.dictionary(
    fc.oneof(text, fc.constantFrom('10', '9', '__proto__', 'é', '\u{1f511}')),
    fc.jsonValue(),
  ),
);

const event: fc.Arbitrary<Omit<StoredEvent, 'hash' | 'prevHash'>> = fc.record({
  ...{ seq: fc.maxSafeNat(), id: text, at: text, actorType: text, actorId: text, actorName: text },
  ...{ viaType: text, viaId: maybe, groupId: maybe, groupSlug: maybe, action: text },
  ...{ targetType: text, targetId: maybe, targetName: maybe, reason: maybe },
  outcome: fc.constantFrom('done' as const, 'denied' as const),
  ...{ before: state, after: state, affects: fc.array(text) },
  ...{ requestId: text, ip: maybe, userAgent: maybe },
}) as never;

it('is the canonical JSON of the hashed form, whatever stands in an event', () => {
  fc.assert(
    fc.property(event, (made) => {
      expect(canonicalForm(made)).toBe(canonicalize(hashedForm(made)));
    }),
    { numRuns: 500 },
  );
});
