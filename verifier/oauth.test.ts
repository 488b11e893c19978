import { desc, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { generateTokenSecret } from '@/domain/base/token-format';
import { makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded, until, verify } from './testing/start';

standVerifier();

const post = async (
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) => {
  const response = await fetch(verifier.address + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
};
const bearer = () => ({ authorization: `Bearer ${world.caller.secret}` });
const introspect = (form: Record<string, string> | string, headers = bearer()) =>
  post('/v1/introspect', form, headers);

describe('introspection (RFC 7662)', () => {
  it('tells of an active token what it is and what it opens', async () => {
    const { status, body, headers } = await introspect({ token: world.token.secret });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      active: true,
      scope: 'billing/invoices:read',
      client_id: world.identityId,
      username: 'robot',
      token_type: 'Bearer',
      exp: expect.any(Number),
      sub: world.identityId,
      jti: world.token.id,
      group: 'billing',
    });
    expect(body.exp * 1_000).toBeGreaterThan(Date.now());
  });

  it('names the scopes of one API plainly, and only those within the token', async () => {
    const { token } = world;
    const billing = await introspect({ token: token.secret, api: 'billing' });
    expect(billing.body.scope).toBe('invoices:read');
    const keyward = await introspect({ token: token.secret, api: 'keyward' });
    expect(keyward.body).toMatchObject({ active: true, scope: '' });
    const cut = await makeToken(database.db, world.owner, {}, [world.scopes.delete]);
    expect((await introspect({ token: cut.secret })).body).toMatchObject({
      active: true,
      scope: '',
    });
  });

  it('tells of anything else that it is not active, and nothing more', async () => {
    const { db } = database;
    const expired = await makeToken(db, world.owner, { expiresAt: new Date(Date.now() - 1_000) });
    const limited = await makeToken(db, world.owner, { allowedCidrs: ['10.0.0.0/8'] });
    for (const token of [
      'rubbish',
      generateTokenSecret('service'),
      expired.secret,
      limited.secret,
    ]) {
      expect((await introspect({ token })).body).toEqual({ active: false });
    }
    const fromInside = await introspect({ token: limited.secret, ip: '10.1.2.3' });
    expect(fromInside.body.active).toBe(true);
    expect((await introspect({ token: world.token.secret, api: 'nowhere' })).body).toEqual({
      active: false,
    });
  });

  it('records the answer like any other decision', async () => {
    const token = await makeToken(database.db, world.owner);
    await introspect({ token: token.secret });
    expect(await recorded(database.db, 'tokenId', token.id)).toMatchObject([
      { code: 'allowed', api: 'keyward', operation: 'tokens.introspect', path: '/v1/introspect' },
    ]);
  });

  it('accepts the caller by HTTP Basic with the token as the password', async () => {
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`billing-server:${password}`).toString('base64')}`,
    });
    const form = { token: world.token.secret };
    expect((await introspect(form, basic(world.caller.secret))).body.active).toBe(true);
    const wrong = await introspect(form, basic('wrong'));
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('refuses callers without the right, and requests without exactly one token', async () => {
    const anonymous = await post('/v1/introspect', { token: 'x' });
    expect(anonymous.status).toBe(401);
    const nosy = { authorization: `Bearer ${world.token.secret}` };
    expect((await introspect({ token: 'x' }, nosy)).status).toBe(403);
    for (const form of ['', 'token=', 'token=a&token=b', 'other=x']) {
      const { status, body } = await introspect(form);
      expect([form, status, body.error]).toEqual([form, 400, 'invalid_request']);
    }
  });
});

describe('revocation (RFC 7009)', () => {
  const codeOf = async (token: string) => {
    const asked = { token, api: 'billing', operation: 'listInvoices' };
    return (await verify(verifier.address, world.caller.secret, asked)).body.code;
  };

  it('ends the token that is presented, at once here, with its event in the name of its holder', async () => {
    const token = await makeToken(database.db, world.owner);
    expect(await codeOf(token.secret)).toBe('allowed');
    const { status, body } = await post('/v1/revoke', { token: token.secret });
    expect([status, body]).toEqual([200, '']);
    expect(await codeOf(token.secret)).toBe('token_revoked');
    const [event] = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.targetId, token.id));
    expect(event).toMatchObject({
      action: 'tokens.revoke',
      outcome: 'done',
      actorId: world.identityId,
      viaType: 'token',
      viaId: token.id,
      affects: [token.id],
      ip: '127.0.0.1',
    });
    expect(JSON.stringify(event)).not.toContain(token.secret);
  });

  it('answers 200 to what is unknown, malformed or already revoked, and changes nothing', async () => {
    const token = await makeToken(database.db, world.owner);
    await post('/v1/revoke', { token: token.secret });
    const before = await database.db.$count(auditEvents);
    for (const secret of [token.secret, 'rubbish', generateTokenSecret('personal')]) {
      expect((await post('/v1/revoke', { token: secret })).status).toBe(200);
    }
    expect(await database.db.$count(auditEvents)).toBe(before);
  });

  it('lets a holder end a token that is suspended', async () => {
    const token = await makeToken(database.db, world.owner, { state: 'suspended' });
    await post('/v1/revoke', { token: token.secret });
    const [row] = await database.db.select().from(tokens).where(eq(tokens.id, token.id));
    expect(row).toMatchObject({ state: 'revoked', stateBeforeRevoke: 'suspended' });
  });

  it('refuses a request without exactly one token', async () => {
    expect((await post('/v1/revoke', {})).body.error).toBe('invalid_request');
    const [last] = await database.db
      .select()
      .from(auditEvents)
      .orderBy(desc(auditEvents.seq))
      .limit(1);
    expect(last?.action).toBe('tokens.revoke');
  });
});

describe('the metrics', () => {
  it('count decisions by code, journal and feed', async () => {
    const text = await until(
      async () => (await fetch(`${verifier.address}/metrics`)).text(),
      (found) => /keyward_journal_backlog_bytes 0\n/.test(found),
    );
    expect(text).toMatch(/keyward_decisions_total\{code="allowed"\} [1-9]/);
    expect(text).toMatch(/keyward_journal_decisions_total [1-9]/);
    expect(text).toMatch(/keyward_journal_healthy 1\n/);
    expect(text).toMatch(/keyward_cached_tokens [1-9]/);
  });
});
