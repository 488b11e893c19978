import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { receipts } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import type { StoppingAction } from '@/domain/verifiers/lost-events';
import { writeNotes } from '../restore/note-file';
import { change, makeToken } from '../testing/fixture';
import { authorize, startTestVerifier, until, verify } from '../testing/start';
import { forwarded, makeWorld } from '../testing/world';

/** The organisation that is asked about; nothing of it ends while recordings are kept. */
export async function makeLastingWorld(db: Database) {
  const world = await makeWorld(db);
  const held = await makeToken(db, world.owner, {}, [world.scopes.read]);
  const lasting = { createdAt: new Date('2099-12-31Z'), expiresAt: new Date('2100-01-01Z') };
  await db.update(tokens).set(lasting);
  return { ...world, held };
}

type LastingWorld = Awaited<ReturnType<typeof makeLastingWorld>>;

/** A verifier's life, for its statements: it answers at every door, records, follows, confirms, stops. */
export async function liveAVerifiersLife(url: string, db: Database, world: LastingWorld) {
  const journalDir = await mkdtemp(join(tmpdir(), 'verifier-contract-'));
  await writeNotes(journalDir, 'test', { firstHash: null, last: null, stops: [lostStop] });
  const verifier = await startTestVerifier(url, { journalDir });
  const ask = (token: string) =>
    verify(verifier.address, world.caller.secret, {
      ...{ token, api: 'billing', operation: 'listInvoices' },
    });
  const post = (path: string, token: string) =>
    fetch(verifier.address + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.caller.secret}` },
      body: new URLSearchParams({ token }),
    });
  await ask(world.token.secret);
  await ask('not a token');
  await authorize(verifier.address, forwarded(world.token.secret, 'GET', '/v1/invoices'));
  await post('/v1/introspect', world.held.secret);
  // Before anything else changes: its event must continue the log that a replay begins with.
  await post('/v1/revoke', world.held.secret);
  await fetch(`${verifier.address}/readyz`);
  await change(db, 'verifiers.settleLost', [], async () => undefined);
  const seq = await change(db, 'groups.freeze', [world.groupId], async () => undefined);
  await until(
    () => db.select().from(receipts).where(sql`seq = ${seq}`),
    (rows) => rows.length > 0,
  );
  await until(
    () => db.select().from(decisions),
    (rows) => rows.length >= 4,
  );
  await verifier.close();
  // Started again, it goes on with its journal.
  await (await startTestVerifier(url, { journalDir })).close();
}

const lostStop = {
  ...{ seq: 7, hash: 'e'.repeat(64), at: '2026-01-31T08:15:30.123456Z' },
  ...{ action: 'groups.freeze' satisfies StoppingAction, targetId: 'grp_gone', targetName: 'gone' },
  affects: ['grp_gone'],
};
