import { gt } from 'drizzle-orm';
import { generate } from 'selfsigned';
import { afterEach, describe, expect } from 'vitest';
import type { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { sinks } from '@/db/schema/sinks';
import { change, quiet } from '@/domain/feed/testing/feed-world';
import type { DestinationSettings } from '@/domain/jobs/define';
import { createSink } from '@/domain/sinks/create-sink';
import { type Forwarding, startForwarding } from '@/domain/sinks/forward';
import { readSinkView } from '@/domain/sinks/sink-view';
import { testSink } from '@/domain/sinks/test-sink';
import { updateSink } from '@/domain/sinks/update-sink';
import { it, world } from '@/domain/testing/fixture';
import { openCollector, openSyslog } from '@/domain/testing/log-collector';
import { asAdministrator } from '@/domain/testing/probes';
import { NOON_MS, shipDecisions } from './testing/ship-decisions';

const settings: DestinationSettings = {
  privateHosts: ['127.0.0.1'],
  variable: (name) => (name === 'LOGS_TOKEN' ? 'bearer-of-logs' : undefined),
  closedDirectories: [],
};
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await world.db.delete(sinks);
});
const closing = <Opened extends { close(): void }>(opened: Opened): Opened => {
  ending.push(() => opened.close());
  return opened;
};

function forwarding(
  given: Partial<DestinationSettings> = {},
  { withinMs = 3_000 } = {},
): Forwarding {
  const started = startForwarding({
    ...{ db: world.db, settings: { ...settings, ...given }, log: quiet },
    ...{ pollMs: 20, withinMs },
  });
  ending.push(() => started.stop());
  return started;
}

type Given = Partial<z.input<typeof createSink.input>> &
  Pick<z.input<typeof createSink.input>, 'place'>;
let made = 0;
async function sink(given: Given): Promise<string> {
  made += 1;
  const { id } = await asAdministrator(world, createSink, { name: `sink ${made}`, ...given });
  return id;
}
const syslog = (port: number, more: { tls?: boolean; ca?: string } = {}) =>
  ({ kind: 'syslog', host: '127.0.0.1', port, tls: false, ...more }) as const;
const position = async (id: string) => (await readSinkView(world.db, id)).positions[0];
const ids = (events: readonly { metadata: { uid: string } }[]) =>
  events.map(({ metadata }) => metadata.uid);
/** The ids of what is in the log after this `seq`, in order. */
const loggedAfter = async (seq: number) =>
  (
    await world.db
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(gt(auditEvents.seq, seq))
      .orderBy(auditEvents.seq)
  ).map(({ id }) => id);

it('an HTTP sink gets changes and sealed decisions from then on, with the bearer it is told of', async () => {
  const collector = closing(await openCollector());
  await shipDecisions(world.db.$client, 'eu-1', [NOON_MS]);
  const id = await sink({
    place: { kind: 'http', url: `${collector.origin}/in` },
    credential: 'env:LOGS_TOKEN',
  });
  const seq = await change(world.db, 3);
  await shipDecisions(world.db.$client, 'eu-1', [NOON_MS + 1, NOON_MS + 2]);
  await shipDecisions(world.db.$client, 'us-1', [NOON_MS]);
  forwarding();
  const events = (log: string) =>
    collector.requests
      .flatMap((request) => request.events)
      .filter(({ metadata }) => metadata.log_name === log);
  // The creation of the sink is a change of its own, after the place where it begins.
  await expect.poll(() => ids(events('changes'))).toEqual(await loggedAfter(seq - 4));
  await expect.poll(() => events('decisions').length).toBe(3);
  expect(collector.requests[0]).toMatchObject({
    ...{ bearer: 'Bearer bearer-of-logs', type: 'application/x-ndjson' },
  });
  await expect
    .poll(async () => (await readSinkView(world.db, id)).positions)
    .toMatchObject([
      { source: 'changes', waiting: 0, lagSeconds: 0, delivered: 4, failures: 0 },
      { source: 'decisions', waiting: 0, lagSeconds: 0, delivered: 3, failures: 0 },
    ]);
});

it('a sink that hangs slows no other, its lag and reason are shown, and it catches up without loss', async () => {
  const [stuck, well] = [closing(await openSyslog()), closing(await openSyslog())];
  stuck.behave('hang');
  const sources = ['changes' as const];
  const stuckId = await sink({ place: syslog(stuck.port), sources });
  const wellId = await sink({ place: syslog(well.port), sources });
  forwarding();
  const last = await change(world.db, 20);
  await expect.poll(() => position(wellId)).toMatchObject({ waiting: 0, failures: 0 });
  await expect
    .poll(() => position(stuckId))
    .toMatchObject({
      ...{ waiting: 22, delivered: 0, lagSeconds: expect.toSatisfy((age: number) => age > 0) },
      lastError: expect.stringContaining(`127.0.0.1:${stuck.port} did not take all of it`),
    });
  stuck.behave('take');
  await asAdministrator(world, updateSink, { sink: stuckId, state: 'active' });
  await expect
    .poll(() => position(stuckId))
    .toMatchObject({ waiting: 0, failures: 0, lastError: null, failingSince: null });
  expect(ids(stuck.taken.map(({ event }) => event))).toEqual(await loggedAfter(last - 22));
  expect(stuck.taken[0]?.header).toContain(' keyward - change [keyward@32473 id="evt_');
});

it('while a sink hangs, decisions are shipped and changes commit; then it gets each decision once', async () => {
  const server = closing(await openSyslog());
  server.behave('hang');
  const id = await sink({ place: syslog(server.port), sources: ['decisions'] });
  forwarding({}, { withinMs: 60_000 });
  await shipDecisions(world.db.$client, 'eu-1', [NOON_MS]);
  await expect.poll(() => server.connections()).toBe(1);
  const times = Array.from({ length: 1_200 }, (_, at) => NOON_MS + at);
  for (const verifier of ['eu-1', 'us-1']) {
    await shipDecisions(world.db.$client, verifier, times);
    await shipDecisions(world.db.$client, verifier, times.slice(0, 7));
  }
  await change(world.db, 20);
  // All of that is done, and the first portion still hangs: nothing has waited for it.
  expect(await position(id)).toMatchObject({ delivered: 0, failures: 0, waiting: 5 });
  expect(server.connections()).toBe(1);
  server.behave('take');
  await expect.poll(() => position(id), { timeout: 20_000 }).toMatchObject({ waiting: 0 });
  expect(await position(id)).toMatchObject({ delivered: 2_415, lastError: null });
  const taken = ids(server.taken.map(({ event }) => event));
  expect(new Set(taken).size).toBe(2_415);
  expect(taken).toHaveLength(2_415);
});

it('a worker that dies in the middle loses nothing: another sends again what was not noted', async () => {
  const server = closing(await openSyslog());
  server.behave('reset');
  const id = await sink({ place: syslog(server.port), sources: ['changes'] });
  const first = forwarding();
  const seq = await change(world.db, 5);
  await expect.poll(() => position(id)).toMatchObject({ delivered: 0, waiting: 6 });
  await expect.poll(async () => (await position(id))?.failures).toBeGreaterThan(0);
  await first.stop();
  server.behave('take');
  forwarding();
  await expect.poll(() => position(id)).toMatchObject({ waiting: 0 });
  expect(ids(server.taken.map(({ event }) => event))).toEqual(await loggedAfter(seq - 6));
});

it('a sink that was paused gets nothing, and then all of it', async () => {
  const server = closing(await openSyslog());
  const id = await sink({ place: syslog(server.port), sources: ['changes'] });
  await asAdministrator(world, updateSink, { sink: id, state: 'paused' });
  forwarding();
  const probe = await sink({ place: syslog(server.port), sources: ['changes'] });
  await change(world.db, 2);
  await expect.poll(() => position(probe)).toMatchObject({ waiting: 0, delivered: 3 });
  expect(await position(id)).toMatchObject({ delivered: 0, waiting: 5 });
  await asAdministrator(world, updateSink, { sink: id, state: 'active' });
  await expect.poll(() => position(id)).toMatchObject({ delivered: 6, waiting: 0 });
});

describe('a syslog server with TLS', () => {
  it('gets its records where its authority is known', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const server = closing(await openSyslog({ key, cert }));
    const place = syslog(server.port, { tls: true, ca: cert });
    const id = await sink({ place, sources: ['changes'] });
    const untrusting = await sink({
      place: syslog(server.port, { tls: true }),
      sources: ['changes'],
    });
    forwarding();
    await expect.poll(() => position(id)).toMatchObject({ waiting: 0, delivered: 2 });
    expect(server.taken).toHaveLength(2);
    await expect
      .poll(() => position(untrusting))
      .toMatchObject({ delivered: 0, lastError: expect.stringMatching(/SELF_SIGNED/) });
  });
});

it('a private address that the installation does not list is sent nothing', async () => {
  const server = closing(await openSyslog());
  const clear = await sink({ place: syslog(server.port), sources: ['changes'] });
  const tls = await sink({ place: syslog(server.port, { tls: true }), sources: ['changes'] });
  forwarding({ privateHosts: [] });
  await expect
    .poll(() => position(clear))
    .toMatchObject({ lastError: expect.stringContaining('has no TLS') });
  await expect
    .poll(() => position(tls))
    .toMatchObject({ lastError: expect.stringContaining('not an address of the internet') });
  expect(server.taken).toEqual([]);
});

it('a test is sent at once, and what came of it is kept: also why it failed', async () => {
  const collector = closing(await openCollector());
  const place = { kind: 'http', url: collector.origin } as const;
  const id = await sink({ place, sources: ['decisions'] });
  forwarding();
  const tested = async () => (await readSinkView(world.db, id)).test;
  await asAdministrator(world, testSink, { sink: id });
  await expect.poll(tested).toMatchObject({ testedAt: expect.any(String), error: null });
  expect(collector.requests).toMatchObject([{ bearer: undefined, events: [{ class_uid: 0 }] }]);
  collector.answers.status = 403;
  await asAdministrator(world, testSink, { sink: id });
  await expect.poll(tested).toMatchObject({ error: expect.stringMatching(/ answered 403\.$/) });
  await asAdministrator(world, updateSink, { sink: id, credential: 'env:NOT_SET' });
  expect(await tested()).toMatchObject({ testedAt: null, error: null });
  await asAdministrator(world, testSink, { sink: id });
  await expect.poll(tested).toMatchObject({ error: expect.stringContaining('is not set') });
});
