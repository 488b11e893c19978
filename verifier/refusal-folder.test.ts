import { afterAll, beforeAll, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { generateTokenSecret } from '@/domain/base/token-format';
import { SINGLE_ROWS } from '@/journal/record/denial-aggregator';
import { openTestDatabase } from './testing/database';
import { authorize, startTestVerifier, verify } from './testing/start';
import { forwarded, makeWorld, type World } from './testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
});
afterAll(() => database.drop());

const FLOOD = 60;
const ADDRESSES = ['198.51.100.1', '198.51.100.2'];

it('folds a flood of malformed and unknown tokens, and never decisions about known ones', async () => {
  const verifier = await startTestVerifier(database.url);
  const ask = (secret: string, address: string) =>
    authorize(verifier.address, {
      ...forwarded(secret, 'GET', '/v1/invoices'),
      'x-forwarded-for': address,
    });
  for (let count = 0; count < FLOOD; count += 1) {
    for (const address of ADDRESSES) {
      expect((await ask(generateTokenSecret('service'), address)).status).toBe(401);
      expect((await ask('rubbish', address)).status).toBe(401);
    }
    expect((await ask(world.token.secret, '198.51.100.1')).status).toBe(200);
  }
  // Its end closes the window.
  await verifier.close();
  const rows = await database.db.select().from(decisions);
  for (const address of ADDRESSES) {
    for (const code of ['token_unknown', 'token_malformed']) {
      const found = rows.filter((row) => row.ip === address && row.code === code);
      // The window can end in the middle of the flood; then there are two of each.
      const folded = found.filter((row) => row.foldedCount > 1);
      expect(found.reduce((sum, row) => sum + row.foldedCount, 0)).toBe(FLOOD);
      expect(found.length).toBeLessThanOrEqual(2 * (SINGLE_ROWS + 1));
      expect(folded.length).toBeGreaterThan(0);
      for (const row of folded) {
        expect(Date.parse(`${row.foldedUntil}`)).toBeGreaterThan(Date.parse(row.at));
      }
    }
  }
  const known = rows.filter((row) => row.tokenId === world.token.id);
  expect(known.map((row) => row.foldedCount)).toEqual(Array.from({ length: FLOOD }, () => 1));
});

it('answers a folded refusal with the id of the row that stands for it', async () => {
  const verifier = await startTestVerifier(database.url);
  const ids: string[] = [];
  for (let count = 0; count < SINGLE_ROWS + 10; count += 1) {
    const asked = {
      token: 'rubbish',
      api: 'billing',
      operation: 'listInvoices',
      ip: '203.0.113.5',
    };
    ids.push((await verify(verifier.address, world.caller.secret, asked)).body.decisionId);
  }
  await verifier.close();
  const rows = await database.db.select().from(decisions);
  const counts = new Map(rows.map((row) => [row.id, row.foldedCount]));
  for (const id of new Set(ids)) {
    expect(counts.get(id)).toBe(ids.filter((other) => other === id).length);
  }
});
