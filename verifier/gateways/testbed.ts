import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, inArray, type SQL } from 'drizzle-orm';
import { decisions } from '@/db/schema/history';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import { openTestDatabase } from '../testing/database';
import { makeApi, makeGroup, makeScope, makeService, makeToken } from '../testing/fixture';
import { until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { makeWorld } from '../testing/world';
import { type Sent, send, upgrade } from './client';
import { type GatewayPlan, type Place, startGateway } from './gateway-process';
import { startTap } from './tap';
import { startUpstream } from './upstream';

/** A gateway between a client and an API, with a real verifier beside it that it asks. */
export async function openTestbed(planFor: (place: Place) => GatewayPlan) {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    return { ...(await buildTestbed(planFor, (end) => closing.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function buildTestbed(
  planFor: (place: Place) => GatewayPlan,
  atTheEnd: (end: () => Promise<unknown>) => void,
) {
  const database = await openTestDatabase();
  atTheEnd(database.drop);
  const world = await makeWorld(database.db);
  const uploader = await makeHolder(database.db, FILES);
  const neighbour = await makeHolder(database.db, NEIGHBOUR);
  const toDatabase = await startTcpProxy(database.url);
  atTheEnd(toDatabase.close);
  const journalDir = await mkdtemp(join(tmpdir(), 'gateway-journal-'));
  atTheEnd(() => rm(journalDir, { recursive: true, force: true }));
  const startVerifier = (port: number) =>
    spawnVerifier({
      ...PROCESS_OPTIONS,
      ...{ databaseUrl: toDatabase.url, journalDir, port },
      trustedProxies: ['127.0.0.1/32'],
    });
  let verifier = await startVerifier(0);
  atTheEnd(() => verifier.end('SIGTERM'));
  const verifierPort = Number(new URL(verifier.address).port);
  const upstream = await startUpstream();
  atTheEnd(upstream.close);
  const tap = await startTap(verifierPort);
  atTheEnd(tap.close);
  const ports = { verifierPort: tap.port, upstreamPort: upstream.port };
  const gateway = await startGateway(ports, planFor);
  atTheEnd(gateway.stop);
  const selectDecisions = (which: SQL) => database.db.select().from(decisions).where(which);
  return {
    world,
    db: database.db,
    uploader,
    neighbour,
    gatewayPort: gateway.port,
    toDatabase,
    tap,
    received: upstream.received,
    send: (sent: Sent) => send(gateway.port, sent),
    /** The same for a request that wants to become a WebSocket. */
    async upgrade(sent: Sent) {
      const before = upstream.received.length;
      const answer = await upgrade(gateway.port, sent);
      return { ...answer, received: upstream.received.slice(before) };
    },
    /** Answers what the client gets and what the API received meanwhile. */
    async ask(sent: Sent) {
      const before = upstream.received.length;
      const answer = await send(gateway.port, sent);
      return { ...answer, received: upstream.received.slice(before) };
    },
    /** The decision about the only request with this user agent, once it has reached Postgres. */
    async decisionOn(userAgent: string) {
      const rows = await until(
        () => selectDecisions(eq(decisions.userAgent, userAgent)),
        (found) => found.length > 0,
      );
      if (rows.length !== 1) throw new Error(`${rows.length} decisions about ${userAgent}`);
      return rows[0] as (typeof rows)[number];
    },
    /** The decisions with these ids, once all have reached Postgres. */
    decisionsById: (ids: readonly string[]) =>
      until(
        () => selectDecisions(inArray(decisions.id, [...ids])),
        (rows) => rows.length === ids.length,
      ),
    endUpstream: upstream.close,
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => process.kill(verifier.pid, signal),
    endVerifier: () => verifier.end('SIGKILL'),
    async startVerifierAgain() {
      verifier = await startVerifier(verifierPort);
    },
  };
}

export type Testbed = Awaited<ReturnType<typeof openTestbed>>;

/** A second API of the same host. */
const FILES = {
  slug: 'files',
  hosts: ['billing.example.com'],
  basePath: '/files',
  operations: [
    { name: 'upload', method: 'POST', path: '/uploads' },
    { name: 'listen', method: 'GET', path: '/stream' },
  ],
};

/** An API of the same name and with the same paths, at another port. */
const NEIGHBOUR = {
  slug: 'neighbour',
  hosts: ['billing.example.com:8443'],
  basePath: '/v1',
  operations: [{ name: 'listNeighbours', method: 'GET', path: '/invoices' }],
};

/** An API, and the token of a robot that may do everything there. */
async function makeHolder(db: Parameters<typeof makeApi>[0], shape: Parameters<typeof makeApi>[1]) {
  const api = await makeApi(db, shape);
  const scope = await makeScope(db, api, `${shape.slug}:use`, [...api.operationIds.keys()]);
  const groupId = await makeGroup(db, `${shape.slug}-users`, [scope]);
  const identityId = await makeService(db, `${shape.slug}-robot`, [groupId]);
  return { ...(await makeToken(db, { identityId, groupId })), apiId: api.id };
}
