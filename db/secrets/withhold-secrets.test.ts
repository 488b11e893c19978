import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE62, secretChecksum } from './secret-checksum';
import { holdsSecret, withholdSecrets, withholdSecretsWithin } from './withhold-secrets';

const BODY = '0123456789ABCDEFGHIJKLMNOPQRST4RaUPH';
const SECRET = `kwp_${BODY}`;

const secret = fc
  .tuple(
    fc.constantFrom('kwp_', 'kws_'),
    fc.string({ minLength: 30, maxLength: 30, unit: fc.constantFrom(...BASE62) }),
  )
  .map(([prefix, random]) => prefix + random + secretChecksum(prefix + random));

/** Ways to write one character so that a search for it as it stands fails. */
type Disguise = (character: string) => string;
const escaped = (depth: number): Disguise => {
  const percent = `%${'25'.repeat(depth)}`;
  return (character) => percent + character.charCodeAt(0).toString(16);
};
const UNSEEN = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\0', '\t'];
const disguise: fc.Arbitrary<Disguise> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Disguise>((character) => character) },
  fc.nat(5).map(escaped),
  fc.nat(3).map(
    (depth): Disguise =>
      (character) =>
        escaped(depth)(character).toUpperCase(),
  ),
  fc.constantFrom(...UNSEEN).map(
    (unseen): Disguise =>
      (character) =>
        character + unseen,
  ),
  fc.constantFrom(...UNSEEN).map(
    (unseen): Disguise =>
      (character) =>
        encodeURIComponent(unseen) + character,
  ),
  // The full-width forms of ASCII.
  fc.constant<Disguise>((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
);
const around = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.constantFrom('kwp_', 'kw', 'token=', '%', '%25', 'xyz', 'kwp_abc kws_', '', '/v1/'),
);

/** What a patient reader makes of a text, written in another way than the code does it. */
function readable(text: string): string {
  let read = text.normalize('NFKC');
  for (let before = ''; before !== read; ) {
    before = read;
    read = read
      .replaceAll(/[^\x20-\x7e]/g, '')
      .replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return read.toLowerCase();
}

describe('a secret in a text that is to be stored', () => {
  it('is withheld however it is escaped, split, folded or glued to other text', () => {
    fc.assert(
      fc.property(
        secret,
        fc.array(disguise, { minLength: 40, maxLength: 40 }),
        around,
        around,
        (planted, disguises, before, after) => {
          const hidden = disguises.map((write, at) => write(planted[at] as string)).join('');
          const stored = withholdSecrets(before + hidden + after);
          const read = readable(stored);
          for (const part of [planted.slice(4, 16), planted.slice(14, 26), planted.slice(-12)]) {
            expect(read).not.toContain(part.toLowerCase());
          }
          expect(stored).toContain('…[withheld]');
          expect(holdsSecret(before + hidden + after)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is withheld once: what was withheld is left as it is', () => {
    fc.assert(
      fc.property(secret, around, around, (planted, before, after) => {
        const once = withholdSecrets(`${before}${planted}${after}${planted}`);
        expect(withholdSecrets(once)).toBe(once);
        expect(holdsSecret(once)).toBe(false);
      }),
    );
  });

  it.each([
    ['alone', SECRET, 'kwp_…[withheld]'],
    ['glued to letters on both sides', `x${SECRET}y`, 'xkwp_…[withheld]y'],
    ['with one letter escaped', `/a/%6bwp_${BODY}/b`, '/a/kwp_…[withheld]/b'],
    ['with one letter escaped twice', `%256bwp_${BODY}`, 'kwp_…[withheld]'],
    ['with an escape inside an escape', `%%36bwp_${BODY}`, 'kwp_…[withheld]'],
    ['in capitals', SECRET.toUpperCase(), 'kwp_…[withheld]'],
    ['after one that was not', `kwp_short ${SECRET}`, 'kwp_short kwp_…[withheld]'],
    ['split by spaces', `kwp_${BODY.slice(0, 18)} ${BODY.slice(18)}`, 'kwp_…[withheld]'],
    ['with dashes in it', SECRET.replaceAll(/(.{8})/g, '$1-'), 'kwp_…[withheld]-'],
    ['twice', `${SECRET},${SECRET}`, 'kwp_…[withheld],kwp_…[withheld]'],
  ])('is withheld %s, and nothing else is', (_how, text, stored) => {
    expect(withholdSecrets(text)).toBe(stored);
  });

  it('is withheld in every text of a JSON value, names of fields included', () => {
    const stored = withholdSecretsWithin({ list: [SECRET, 1, null], [SECRET]: { deep: SECRET } });
    expect(stored).toEqual({
      list: ['kwp_…[withheld]', 1, null],
      'kwp_…[withheld]': { deep: 'kwp_…[withheld]' },
    });
  });
});

describe('a text without a secret', () => {
  it.each([
    'kwp_3fA9…x7Qk leaked in a build log of the billing team, revoked it at once',
    'kwp_ is what personal tokens begin with, and kws_ is what service tokens begin with',
    '100%ab of the requests, KWP_ROUTES, https://example.com/%7Ekw/%E2%82%AC and naïve rôle',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  ])('is stored as it is: %s', (text) => {
    expect(withholdSecrets(text)).toBe(text);
    expect(holdsSecret(text)).toBe(false);
  });

  it('takes time in proportion to its length, whatever stands in it', () => {
    // Each of these would take minutes if every beginning were followed to the end.
    for (const piece of ['kwp_', 'kwp_ ', '%25', '%', 'kwp_%20', 'kwp_\u200b']) {
      const text = piece.repeat(60_000 / piece.length);
      expect(withholdSecrets(text)).toBe(text);
    }
    expect(withholdSecrets(`kwp_${' '.repeat(60_000)}`.repeat(2))).toHaveLength(120_008);
  });
});
