import { describe, expect, it } from 'vitest';
import { openSealed, SealBroken, sealSecret } from './sealed';

const SERVER_SECRET = 'a server secret of at least thirty-two characters';
const OWNER = { kind: 'webhook secret', id: 'whk_1' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw – ü';

const sealed = () => sealSecret(SERVER_SECRET, SECRET, OWNER);

describe('a sealed secret', () => {
  it('opens for what it belongs to', () => {
    expect(openSealed(SERVER_SECRET, sealed(), OWNER)).toBe(SECRET);
  });

  it('shows nothing of the secret, and reads differently each time', () => {
    expect(sealed()).toMatch(/^v1\.[\w-]+$/);
    expect(sealed()).not.toBe(sealed());
    const bytes = Buffer.from(sealed().slice(3), 'base64url').toString('latin1');
    expect(bytes).not.toContain('whsec_');
  });

  it.each([
    ['another row', SERVER_SECRET, { ...OWNER, id: 'whk_2' }],
    ['another kind', SERVER_SECRET, { ...OWNER, kind: 'successor' }],
    ['parts that run into each other', SERVER_SECRET, { kind: 'webhook', id: ' secretwhk_1' }],
    ['another server secret', `${SERVER_SECRET}!`, OWNER],
  ])('does not open for %s', (_what, serverSecret, owner) => {
    expect(() => openSealed(serverSecret, sealed(), owner)).toThrow(SealBroken);
  });

  it('does not open once a single bit of it has changed', () => {
    const whole = sealed();
    const bytes = Buffer.from(whole.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const text = `v1.${changed.toString('base64url')}`;
      expect(() => openSealed(SERVER_SECRET, text, OWNER), `byte ${at}`).toThrow(SealBroken);
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'not sealed'])('is not %j', (text) => {
    expect(() => openSealed(SERVER_SECRET, text, OWNER)).toThrow(SealBroken);
  });
});
