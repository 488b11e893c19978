import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretChecksum } from '@/db/secrets/secret-checksum';
import { TOKEN_SECRET_PATTERN } from './secret-pattern';
import {
  generateTokenSecret,
  hashTokenSecret,
  parseTokenSecret,
  tokenHint,
  tokenSecretFromBytes,
} from './token-format';

// Checksums made with Python's zlib.crc32, derived secrets with its hmac: nothing of ours.
const VECTORS = [
  ['kwp_00000000000000000000000000000029Xm26', 'personal'],
  ['kws_0000000000000000000000000000003S1t49', 'service'],
  ['kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH', 'personal'],
  ['kws_WXYZabcdefghijklmnopqrstuvwxyz0vIIUN', 'service'],
  ['kwp_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz4G1SsX', 'personal'],
  ['kwp_0000000000000000000000000061640006n8', 'personal'],
] as const;

const kind = fc.constantFrom('personal' as const, 'service' as const);
const seed = fc.uint8Array({ minLength: 32, maxLength: 96 });

describe('token format', () => {
  it.each(VECTORS)('accepts %s, whose checksum another program computed', (secret, expected) => {
    expect(parseTokenSecret(secret)).toEqual({ ok: true, kind: expected, secret });
  });

  it('derives the secrets that an independent HKDF derives', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
    expect(tokenSecretFromBytes('personal', bytes)).toBe(
      'kwp_timqYgrxvEqBYKDhjsOkOlQCE2l4dA0GVuxf',
    );
    expect(tokenSecretFromBytes('service', bytes)).toBe('kws_NK35HS1lsBYTDlnhT66pu2tEdj5fe50u7NV3');
  });

  it('refuses another shape though its checksum holds', () => {
    for (const text of [
      `kwx_${'A'.repeat(30)}`,
      `kwp-${'A'.repeat(30)}`,
      `kwp_${'A'.repeat(29)}-`,
    ]) {
      expect(parseTokenSecret(text + secretChecksum(text)), text).toEqual({ ok: false });
    }
    const whole = `kwp_${'A'.repeat(30)}`;
    expect(parseTokenSecret(whole + secretChecksum(whole))).toMatchObject({ ok: true });
  });

  it('refuses to derive a secret from fewer than 32 bytes', () => {
    expect(() => tokenSecretFromBytes('service', new Uint8Array(31))).toThrow(RangeError);
  });

  it('accepts every secret that it makes, and scanners find it in a sentence', () => {
    fc.assert(
      fc.property(kind, seed, (kind, bytes) => {
        for (const secret of [generateTokenSecret(kind), tokenSecretFromBytes(kind, bytes)]) {
          expect(parseTokenSecret(secret)).toEqual({ ok: true, kind, secret });
          expect(`token="${secret}";`.match(new RegExp(TOKEN_SECRET_PATTERN))?.[0]).toBe(secret);
        }
      }),
    );
  });

  it('refuses every change of a single character', () => {
    const character = fc.oneof(
      fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'),
      fc.string({ minLength: 1, maxLength: 2, unit: 'binary' }),
    );
    fc.assert(
      fc.property(kind, seed, fc.nat(39), character, (kind, bytes, at, replacement) => {
        const secret = tokenSecretFromBytes(kind, bytes);
        const changed = secret.slice(0, at) + replacement + secret.slice(at + 1);
        fc.pre(changed !== secret);
        expect(parseTokenSecret(changed)).toEqual({ ok: false });
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses two neighbours that changed places', () => {
    fc.assert(
      fc.property(kind, seed, fc.nat(38), (kind, bytes, at) => {
        const secret = tokenSecretFromBytes(kind, bytes);
        const swapped = secret.slice(0, at) + secret[at + 1] + secret[at] + secret.slice(at + 2);
        fc.pre(swapped !== secret);
        expect(parseTokenSecret(swapped)).toEqual({ ok: false });
      }),
    );
  });

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(parseTokenSecret(text).ok).toBe(false);
      }),
    );
    const [secret] = VECTORS[0];
    for (const text of ['', ` ${secret}`, `${secret}\n`, `${secret}0`, secret.toUpperCase()]) {
      expect(parseTokenSecret(text), JSON.stringify(text)).toEqual({ ok: false });
    }
  });

  it('throws away the bytes that would favour some characters', () => {
    const blocks = [
      Uint8Array.from({ length: 48 }, () => 255),
      Uint8Array.from({ length: 48 }, (_, index) => 240 + (index % 16)),
      new Uint8Array(48),
    ];
    const secret = generateTokenSecret('personal', () => blocks.shift() ?? new Uint8Array(48));
    // 240…247 stand for the last eight of 248 = 4 × 62; 248…255 leave no trace.
    expect(secret.slice(4, 34)).toBe(`${'stuvwxyz'.repeat(3)}000000`);
  });

  it('uses each of the 62 characters equally often', () => {
    const counts = new Map<string, number>();
    const secrets = 4_000;
    for (let index = 0; index < secrets; index += 1) {
      const bytes = createHash('sha256').update(`uniformity ${index}`).digest();
      for (const character of tokenSecretFromBytes('service', bytes).slice(4, 34)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = (secrets * 30) / 62;
    const chiSquared = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(62);
    // 61 degrees of freedom: 112 is the 99.99th percentile. Plain modulo 62 scores thousands.
    expect(chiSquared).toBeLessThan(112);
  });

  it('makes different secrets for both kinds of the same bytes', () => {
    const bytes = new Uint8Array(32).fill(7);
    const random = (kind: 'personal' | 'service') => tokenSecretFromBytes(kind, bytes).slice(4, 34);
    expect(random('personal')).not.toBe(random('service'));
  });

  it('hashes the whole secret with SHA-256', () => {
    expect(hashTokenSecret(VECTORS[0][0]).toString('hex')).toBe(
      'a7fb10c232f1ad3b98a6548dbb29dee4dcb5989db5f3746a72d9af10975cc51a',
    );
  });

  it('hints at a secret by its prefix, first four and last four', () => {
    expect(tokenHint('kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH')).toEqual({
      prefix: 'kwp_',
      first4: '0123',
      last4: 'aUPH',
    });
  });
});
