import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { createDatabase, createPool } from '@/db/client';
import { spentJwts, workloadTokens } from '@/db/schema/workloads';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { AUDIENCE, exchangerOf, trust } from '@/domain/testing/exchange-world';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { forgetExpired } from '@/domain/upkeep/forget-expired';

let issuer: Issuer;
let rule: { id: string };
const job = { aud: AUDIENCE, repository_id: '74' };

beforeAll(async (furnished) => {
  issuer = await openIssuer('ES256');
  rule = await trust(world, furnished, issuer);
  return () => issuer.close();
});

const minted = () => world.db.$count(workloadTokens, eq(workloadTokens.ruleId, rule.id));

/** The same JWT 50 times at once, over two pools, as two dashboards have them. */
async function exchangeAtOnce(jwtOf: (turn: number) => string) {
  const pools = [1, 2].map(() => createPool(world.url, { maxConnections: 8 }));
  const dashboards = pools.map((pool) =>
    exchangerOf({ db: createDatabase(pool), administrator: world.administrator }, issuer),
  );
  const before = await minted();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, turn) => dashboards[turn % 2]?.(jwtOf(turn))),
  );
  await Promise.all(pools.map((pool) => pool.end()));
  return { tokens: (await minted()) - before, answers };
}

it('the same JWT 50 times at once over two dashboards is one token', async () => {
  const jwt = await issuer.sign({ ...job, jti: 'once' });
  const { tokens, answers } = await exchangeAtOnce(() => jwt);
  process.stdout.write(`one JWT, 50 exchanges over two dashboards: ${tokens} token\n`);
  expect(tokens).toBe(1);
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(1);
  expect(
    new Set(answers.filter((a) => a && !a.ok).map((a) => a && 'reason' in a && a.reason)),
  ).toEqual(new Set(['jwt_replayed']));
});

it('one without a jti is good once as well, however its signature is written', async () => {
  const jwt = await issuer.sign(job);
  const twin = `${jwt.slice(0, jwt.lastIndexOf('.'))}.${negated(jwt.split('.')[2] ?? '')}`;
  const { tokens } = await exchangeAtOnce((turn) => (turn % 3 === 0 ? twin : jwt));
  expect(tokens).toBe(1);
});

it('a retry with the same Idempotency-Key is given the same token again', async () => {
  const exchange = exchangerOf(world, issuer);
  const jwt = await issuer.sign({ ...job, jti: 'lost answer' });
  const before = await minted();
  const [first, again] = [await exchange(jwt, { key: 'k1' }), await exchange(jwt, { key: 'k1' })];
  expect(first).toMatchObject({ ok: true });
  expect(again).toEqual(first);
  expect(await exchange(jwt, { key: 'k2' })).toEqual({ ok: false, reason: 'jwt_replayed' });
  expect((await minted()) - before).toBe(1);
});

it('what was exchanged is remembered until it could not be again, and then forgotten', async () => {
  const exchange = exchangerOf(world, issuer);
  await exchange(await issuer.sign({ ...job, jti: 'kept' }));
  const forget = () =>
    forgetExpired.run({
      ...{ db: world.db, input: {}, signal: new AbortController().signal },
      progress: async () => undefined,
    } as unknown as Parameters<typeof forgetExpired.run>[0]);
  const kept = await world.db.$count(spentJwts);
  await forget();
  expect(await world.db.$count(spentJwts)).toBe(kept);
  await world.db.update(spentJwts).set({ expiresAt: sql`now() - interval '2 hours'` });
  await forget();
  expect(await world.db.$count(spentJwts)).toBe(0);
  expect(fixture.group.slug).toBe('billing');
});

/** The other signature that fits what an elliptic curve signed: s and n − s are as good (SEC 1, 4.1.4). */
function negated(signature: string): string {
  const n = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const bytes = Buffer.from(signature, 'base64url');
  const s = n - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const twin = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
  return Buffer.concat([bytes.subarray(0, 32), twin]).toString('base64url');
}
