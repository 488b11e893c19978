import { createHmac } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { exportSPKI, generateKeyPair, importJWK } from 'jose';
import { describe, expect, vi } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { organisationPolicy } from '@/db/schema/organisation';
import { exchangeAttempts } from '@/db/schema/workloads';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { AUDIENCE, exchangerOf, trust } from '@/domain/testing/exchange-world';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { codeFor, lastEvent } from '@/domain/testing/probes';

const job = { aud: AUDIENCE, sub: 'repo:acme/shop:ref:refs/heads/main', repository_id: '74' };
let issuer: Issuer;
let rule: { id: string };
let exchange: ReturnType<typeof exchangerOf>;
let made = 0;

/** A JWT of its own, good unless something is said otherwise. */
const sign: Issuer['sign'] = (claims, ...rest) => {
  made += 1;
  return issuer.sign({ ...job, jti: `jwt ${made}`, ...claims }, ...rest);
};

beforeAll(async (furnished) => {
  issuer = await openIssuer();
  rule = await trust(world, furnished, issuer);
  exchange = exchangerOf(world, issuer);
  return () => issuer.close();
});

async function lastAttempt() {
  const rows = await world.db.select().from(exchangeAttempts).orderBy(desc(exchangeAttempts.id));
  return rows[0];
}

it('a JWT that fits gives a token of the service account, recorded with the workload behind it', async () => {
  const exchanged = await exchange(await sign({}));
  if (!exchanged.ok) throw new Error(exchanged.reason);
  expect(await codeFor(world, exchanged.secret, 'listInvoices')).toBe('allowed');
  expect(exchanged.token).toMatchObject({ kind: 'service', identity: { id: fixture.service.id } });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'tokens.exchange', outcome: 'done', targetId: exchanged.token.id },
    ...{ actorType: 'service', actorId: fixture.service.id, viaType: 'trustRule', viaId: rule.id },
    ...{ groupSlug: 'billing', affects: [exchanged.token.id] },
    after: { rule: rule.id, issuer: issuer.url, subject: job.sub, identity: fixture.service.id },
  });
  expect(await lastAttempt()).toMatchObject({
    ...{ outcome: 'minted', isSigned: true, ruleId: rule.id, tokenId: exchanged.token.id },
    claims: { repository_id: '74' },
  });
});

describe('the lifetime is the shortest of', () => {
  const lifetime = async (claims: object, rules?: string) => {
    const exchanged = await exchange(await sign({ ...claims }), rules ? { rule: rules } : {});
    return exchanged.ok ? exchanged.expiresIn : exchanged.reason;
  };
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

  it('the rule’s, a quarter of an hour unless it says otherwise', async () => {
    expect(await lifetime({ exp: inSeconds(7_200) })).toBe(900);
  });
  it('what is left of the JWT, but for the shortest token there is', async () => {
    expect(await lifetime({ exp: inSeconds(400) })).toBeLessThanOrEqual(400);
    expect(await lifetime({ exp: inSeconds(400) })).toBeGreaterThan(300);
    expect(await lifetime({ exp: inSeconds(20) })).toBe(60);
  });
  it('the ceiling of the organisation', async () => {
    const ceiling = (maxTtlSeconds: number | null) =>
      world.db.update(organisationPolicy).set({ maxTtlSeconds });
    await ceiling(90);
    expect(await lifetime({ exp: inSeconds(7_200) })).toBe(90);
    await ceiling(null);
  });
  it('the group’s maximum', async () => {
    const limit = (seconds: number) =>
      world.db.update(groups).set({ maxTtlSeconds: seconds, defaultTtlSeconds: seconds });
    await limit(120).where(eq(groups.slug, 'billing'));
    expect(await lifetime({ exp: inSeconds(7_200) })).toBe(120);
    await limit(86_400).where(eq(groups.slug, 'billing'));
  });
});

const other = () => generateKeyPair('RS256');
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** The good claims under another header, signed with what the issuer publishes, as if that were a secret. */
async function confused(algorithm: 'HS256' | 'none') {
  const [, claims = ''] = (await sign({})).split('.');
  const [jwk] = (await issuer.published()).keys;
  const pem = await exportSPKI((await importJWK(jwk ?? {}, 'RS256')) as CryptoKey);
  const signed = `${part({ alg: algorithm, kid: 'first' })}.${claims}`;
  const mac = createHmac('sha256', pem).update(signed).digest('base64url');
  return `${signed}.${algorithm === 'none' ? '' : mac}`;
}
const now = () => Math.floor(Date.now() / 1_000);

const REFUSED: [what: string, reason: string, jwt: () => Promise<string>][] = [
  ['no JWT', 'jwt_malformed', async () => 'not-a-jwt'],
  ['an empty part', 'jwt_malformed', async () => 'a..b'],
  ['five parts', 'jwt_malformed', async () => `${await sign({})}.x.y`],
  ['a blank in it', 'jwt_malformed', async () => ` ${await sign({})}`],
  [
    'a header that is no JSON',
    'jwt_malformed',
    async () => `YQ.${(await sign({})).split('.')[1]}.YQ`,
  ],
  ['more than 16 KiB', 'jwt_malformed', async () => sign({ more: 'x'.repeat(16_384) })],
  ['alg none', 'algorithm_refused', () => confused('none')],
  ['the public key for a shared secret', 'algorithm_refused', () => confused('HS256')],
  [
    'another algorithm',
    'algorithm_refused',
    async () => sign({}, { alg: 'PS256' }, await generateKeyPair('PS256')),
  ],
  ['another issuer', 'issuer_mismatch', async () => sign({ iss: `${issuer.url}/` })],
  ['no issuer', 'issuer_mismatch', async () => sign({ iss: undefined })],
  ['another key of the same name', 'signature_invalid', async () => sign({}, {}, await other())],
  ['a key nobody publishes', 'key_unknown', async () => sign({}, { kid: 'mine' }, await other())],
  [
    'its own key in its header',
    'key_unknown',
    async () => {
      const key = await other();
      const { keys } = await issuer.published();
      return sign({}, { kid: 'own', jwk: keys[0] ?? {} }, key);
    },
  ],
  ['an extension we do not know', 'jwt_malformed', async () => sign({}, { crit: ['x'], x: 1 })],
  [
    'claims of another JWT',
    'signature_invalid',
    async () => {
      const [header, , signature] = (await sign({})).split('.');
      return [header, (await sign({ repository_id: '75' })).split('.')[1], signature].join('.');
    },
  ],
  ['another audience', 'audience_mismatch', async () => sign({ aud: 'https://other.example.com' })],
  ['a second audience', 'audience_mismatch', async () => sign({ aud: [AUDIENCE, 'other'] })],
  ['no audience', 'audience_mismatch', async () => sign({ aud: undefined })],
  ['an end in the past', 'jwt_expired', async () => sign({ exp: now() - 31 })],
  ['no end', 'jwt_expired', async () => sign({ exp: undefined })],
  ['a start in the future', 'jwt_early', async () => sign({ nbf: now() + 120 })],
  ['a life of years', 'jwt_lasts_too_long', async () => sign({ exp: now() + 4e8 })],
  ['another repository', 'claim_mismatch', async () => sign({ repository_id: '75' })],
  ['a jti that is a number', 'jwt_malformed', async () => sign({ jti: 7 as unknown as string })],
];

describe('is refused and recorded, where the JWT has', () => {
  it.for(REFUSED)('%s: %s', async ([, reason, jwt]) => {
    const sent = await jwt();
    expect(await exchange(sent)).toEqual({ ok: false, reason });
    const attempt = await lastAttempt();
    expect(attempt).toMatchObject({ outcome: 'denied', reason, ruleId: rule.id, tokenId: null });
    const signature = sent.split('.').at(-1) ?? '';
    expect(signature.length < 8 || !JSON.stringify(attempt).includes(signature)).toBe(true);
  });

  it('and the log says so, folded where there are many', async () => {
    const { rows } = await world.db.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_events where action = 'tokens.exchange'
        and outcome = 'denied' and reason = 'jwt_malformed' and target_id = ${rule.id}`,
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
  });
});

it('shows every claim that fails, what was expected and what came', async () => {
  await exchange(await sign({ repository_id: '75', aud: 'x' }));
  expect((await lastAttempt())?.failures).toEqual({
    mismatches: [
      { claim: 'aud', expected: `"${AUDIENCE}"`, got: '"x"' },
      { claim: 'repository_id', expected: '"74"', got: '"75"' },
    ],
  });
});

it('only the rule that is named is asked: its issuer, and nobody who is not', async () => {
  const stranger = await openIssuer();
  const jwt = await stranger.sign({ ...job, jti: 'stranger' });
  expect(await exchange(jwt)).toEqual({ ok: false, reason: 'issuer_mismatch' });
  expect(await exchange(jwt, { rule: 'no-such-rule' })).toEqual({
    ok: false,
    reason: 'rule_unknown',
  });
  expect(await lastAttempt()).toMatchObject({
    ruleId: null,
    asked: 'no-such-rule',
    isSigned: false,
  });
  for (const name of ["x' or '1'='1", 'a\0b', '', 'x'.repeat(300)]) {
    expect(await exchange(jwt, { rule: name })).toEqual({ ok: false, reason: 'rule_unknown' });
  }
  expect(stranger.asked).toEqual({ discovery: 0, keys: 0 });
  stranger.close();
});

describe('a good JWT gives nothing while', () => {
  const suspended = (state: 'active' | 'suspended') =>
    world.db.update(identities).set({ state }).where(eq(identities.id, fixture.service.id));
  const frozen = (state: 'active' | 'frozen') =>
    world.db.update(groups).set({ state }).where(eq(groups.slug, 'billing'));

  it('the service account is suspended, and does afterwards', async () => {
    const jwt = await sign({});
    await suspended('suspended');
    expect(await exchange(jwt)).toMatchObject({ reason: 'identity_suspended' });
    await suspended('active');
    expect(await exchange(jwt)).toMatchObject({ ok: true });
  });
  it('the group is frozen', async () => {
    await frozen('frozen');
    expect(await exchange(await sign({}))).toMatchObject({ reason: 'group_frozen' });
    await frozen('active');
  });
  it('the group’s tokens wait for a second person', async () => {
    const waits = (approveServiceTokens: boolean) =>
      world.db.update(groups).set({ approveServiceTokens }).where(eq(groups.slug, 'billing'));
    await waits(true);
    expect(await exchange(await sign({}))).toMatchObject({ reason: 'rule_awaiting' });
    await waits(false);
  });
  it('the account’s membership has ended', async () => {
    const held = eq(memberships.identityId, fixture.service.id);
    const past = sql`now() - interval '1 minute'`;
    await world.db
      .update(memberships)
      .set({ createdAt: sql`now() - interval '1 day'`, expiresAt: past })
      .where(held);
    expect(await exchange(await sign({}))).toMatchObject({ reason: 'membership_ended' });
    await world.db.update(memberships).set({ expiresAt: null }).where(held);
  });
});

it('scopes asked for must be among the rule’s', async () => {
  const scope = 'billing/invoices:read';
  await trust(world, fixture, issuer, { slug: 'narrow', scopes: [scope] });
  const narrow = await exchange(await sign({}), { rule: 'narrow' });
  expect(narrow).toMatchObject({ ok: true, token: { scopes: ['invoices:read'] } });
  const asked = { rule: 'narrow', scopes: ['invoices:write'] };
  expect(await exchange(await sign({}), asked)).toMatchObject({ reason: 'scope_not_in_rule' });
  expect(await exchange(await sign({}), { scopes: [scope] })).toMatchObject({
    token: { scopes: ['invoices:read'] },
  });
});

it('keeps the last hundred attempts that an issuer signed, whatever noise others make', async () => {
  const count = (isSigned: boolean) =>
    world.db.$count(exchangeAttempts, eq(exchangeAttempts.isSigned, isSigned));
  const signed = await count(true);
  for (let n = 0; n < 110; n += 1) await exchange('noise');
  expect(await count(false)).toBe(100);
  expect(await count(true)).toBe(signed);
  for (let n = 0; n < 110; n += 1) await exchange(await sign({ repository_id: '75' }));
  expect(await count(true)).toBe(100);
});

it('never keeps a Keyward secret that somebody puts into a claim', async () => {
  const secret = fixture.serviceToken.secret;
  await exchange(await sign({ repository_id: secret, [secret]: 'x' }), { rule: 'deploy-shop' });
  expect(JSON.stringify(await lastAttempt())).not.toContain(secret.slice(8));
});

it('asks an issuer for its keys in no transaction', async () => {
  const slow = await openIssuer();
  await trust(world, fixture, slow, { slug: 'slow' });
  const hanging = exchangerOf(world, slow);
  let waits = true;
  slow.answers.keys = (_, response) => {
    const wait = setInterval(async () => {
      if (waits) return;
      clearInterval(wait);
      response.end(JSON.stringify(await slow.published()));
    }, 10);
  };
  const given = hanging(await slow.sign({ ...job, jti: 'slow' }), { rule: 'slow' });
  await vi.waitFor(() => expect(slow.asked.keys).toBe(1), { timeout: 60_000 });
  const { rows } = await world.owner.execute(sql`select 1 from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`);
  expect(rows).toEqual([]);
  waits = false;
  expect(await given).toMatchObject({ ok: true });
  slow.close();
});
