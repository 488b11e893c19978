import { randomBytes } from 'node:crypto';
import type { Registry as MetricRegistry } from 'prom-client';
import { createDatabase } from '@/db/client';
import type { Log } from '@/domain/base/log';
import { openLog } from '@/domain/base/open-log';
import type { OperationName } from '@/domain/base/operation-names';
import { clientAddressReader } from '@/domain/decision/client-address';
import { warnOfUntrustedProxies } from '@/domain/decision/untrusted-proxy';
import { readHead } from '@/domain/feed/read-events';
import { startTelemetry } from '@/domain/telemetry/telemetry';
import { type OpenJournal, openJournal } from '@/journal/open-journal';
import { DenialAggregator } from '@/journal/record/denial-aggregator';
import { findShipThread, ShipThread } from '@/journal/ship-thread';
import { openConnections } from './connections';
import { databaseClock } from './decision/database-clock';
import { DecisionPoint } from './decision/decision-point';
import { Evaluator } from './decision/evaluator';
import { revokeHeld } from './decision/revoke-held';
import { TracedDecisions } from './decision/traced-decisions';
import { rememberAddresses } from './doors/http/remember-addresses';
import { buildServer } from './doors/http/server';
import { Feed, type FeedListener } from './feed/feed';
import { Registry } from './feed/registry';
import { createMetrics, type MetricSources } from './metrics';
import type { VerifierOptions } from './options';
import { Readiness } from './readiness';
import { LogWatch } from './restore/log-watch';
import { SnapshotStore } from './snapshots/snapshot-store';

export interface RunningVerifier {
  /** Base URL, such as `http://127.0.0.1:3001`. */
  readonly address: string;
  /** Stops accepting, finishes what is in flight, and says goodbye to the fleet. */
  close(): Promise<void>;
}

const POLL_MS = 1_000;
const FIRST_CONTACT_MS = 5_000;
const CLOSE_MS = 5_000;
const GOODBYE_MS = 2_000;
/** Of all decisions, those that become a span where `OTEL_TRACES_SAMPLER` says nothing else. */
const SHARE_OF_DECISIONS = 0.01;

/** Starts one verifier in this process; it answers 503 until it has heard from the database. */
export async function startOne(options: VerifierOptions): Promise<RunningVerifier> {
  const { name, version, outageGraceSeconds, replicaDatabaseUrl } = options;
  const log = openLog(options.logLevel, { verifier: name });
  const connections = openConnections(options);
  const { primary, source, primarySource } = connections;
  const watch = await LogWatch.open({
    directory: options.journalDir,
    verifier: name,
    pool: connections.primaryReads,
    onHeldChange: () => store.clear(),
    log,
  });
  const store: SnapshotStore = new SnapshotStore(watch.held.over(source));
  const journal = await openJournal({
    journalDir: options.journalDir,
    verifier: name,
    maxBytes: options.journalMaxBytes,
    pool: primary,
    shipThread: shipThreadOf(options),
    log,
  });
  const registry = new Registry({ pool: primary, name, version, outageGraceSeconds, log });
  let firstContact: () => void;
  const contacted = new Promise<void>((resolve) => {
    firstContact = resolve;
  });
  const feed = new Feed({
    databaseUrl: replicaDatabaseUrl ?? options.databaseUrl,
    name,
    pollMs: POLL_MS,
    readPrimaryHead: replicaDatabaseUrl
      ? (observeClock) => readHead(connections.primaryReads, observeClock)
      : undefined,
    checkLog: (...asked) => watch.check(...asked),
    onDisconnect: () => watch.disconnected(),
    observeClock: (...observed) => databaseClock.observe(...observed),
    log,
    listener: listenFor({ store, registry, watch }, () => firstContact()),
  });
  const recorder = new DenialAggregator(journal.recorder, log);
  const evaluator = new Evaluator({
    store,
    source: watch.held.over(primarySource),
    silentForMs: () => feed.silentForMs(),
    outageGraceMs: outageGraceSeconds * 1_000,
  });
  const decisionPoint = new DecisionPoint(evaluator, recorder, log);
  const primaryDb = createDatabase(primary);
  const readiness = new Readiness({
    silentForMs: () => feed.silentForMs(),
    // Nobody has a token with this hash: what is looked for is the answer, not what it says.
    lookUp: () => source.token(randomBytes(32)),
    canRecord: () => recorder.isHealthy(),
    outageGraceMs: outageGraceSeconds * 1_000,
    log,
  });
  const metrics = createMetrics(metricSources({ decisionPoint, journal, feed, store }));
  const telemetry = await openTelemetry(options, metrics, log);
  const app = buildServer({
    decisionPoint: telemetry ? new TracedDecisions(decisionPoint) : decisionPoint,
    clientAddress: rememberAddresses(
      clientAddressReader(
        options.trustedProxies,
        warnOfUntrustedProxies(options.trustedProxies, (message) => log.warn(message)),
      ),
    ),
    leastScope: (api, operation) => store.leastScope(api, operation),
    unreadyReason: () => readiness.reasonAgainst(),
    async revokeHeld(secret, origin) {
      const id = await revokeHeld(primaryDb, primarySource, secret, origin);
      // Here at once; the feed brings the event, and the receipt, a moment later.
      if (id !== null)
        store.apply({ action: 'tokens.revoke' satisfies OperationName, affects: [id] });
    },
    metrics: () => metrics.metrics(),
    log,
  });
  feed.start();
  const address = await app.listen({ host: options.host, port: options.port });
  await Promise.race([contacted, new Promise((resolve) => setTimeout(resolve, FIRST_CONTACT_MS))]);
  log.info({ address, appliedSeq: feed.appliedSeq }, 'verifier started');
  return {
    address,
    async close() {
      await app.close();
      await recorder.close();
      await journal.close(CLOSE_MS);
      await feed.stop();
      await watch.close();
      await atMost(GOODBYE_MS, Promise.all([registry.close(), telemetry?.close()]));
      // Connections that hang are left to the end of the process.
      await atMost(GOODBYE_MS, connections.end());
    },
  };
}

const openTelemetry = (
  { telemetry: settings, name: instance, version }: VerifierOptions,
  metrics: MetricRegistry,
  log: Log,
) =>
  startTelemetry({
    ...{ settings, role: 'verifier', instance, version, isNested: false },
    usualShare: SHARE_OF_DECISIONS,
    readMetrics: () => metrics.getMetricsAsJSON(),
    warn: (message) => log.warn(message),
  });

/** None when run from source, where there is no bundle to run. */
function shipThreadOf({ databaseUrl, name }: VerifierOptions): ShipThread | null {
  const bundle = findShipThread();
  const applicationName = `keyward journal ${name}`;
  return bundle === null ? null : new ShipThread(bundle, { databaseUrl, applicationName });
}

function listenFor(
  { store, registry, watch }: { store: SnapshotStore; registry: Registry; watch: LogWatch },
  onContact: () => void,
): FeedListener {
  return {
    onReset(head) {
      store.clear();
      registry.reset(head);
    },
    onEvents(events) {
      for (const event of events) store.apply(event);
      watch.applied(events);
    },
    onContact(appliedSeq) {
      registry.beat(appliedSeq);
      onContact();
    },
  };
}

const atMost = (ms: number, work: Promise<unknown>) =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())]);

function metricSources(parts: {
  decisionPoint: DecisionPoint;
  journal: OpenJournal;
  feed: Feed;
  store: SnapshotStore;
}): MetricSources {
  const { decisionPoint, feed, store } = parts;
  const { recorder, shipper } = parts.journal;
  const values: MetricSources['values'] = {
    unavailable_total: {
      help: 'Requests refused with 503, because no decision could be made or recorded.',
      read: () => decisionPoint.unavailableCount,
    },
    journal_decisions_total: {
      help: 'Decisions made durable in the journal.',
      read: () => recorder.counts.decisions,
    },
    journal_commits_total: {
      help: 'Group commits of the journal (one fdatasync each).',
      read: () => recorder.counts.commits,
    },
    journal_failures_total: {
      help: 'Decisions the journal could not take.',
      read: () => recorder.counts.failures,
    },
    journal_healthy: {
      help: '1 while the journal can be written.',
      read: () => Number(recorder.isHealthy()),
    },
    journal_bytes: { help: 'Bytes of the journal on disk.', read: () => recorder.bytesOnDisk },
    journal_backlog_bytes: {
      help: 'Bytes of the journal that Postgres does not have yet.',
      read: () => shipper.backlogBytes,
    },
    feed_applied_seq: {
      help: 'The last event of the audit log that is applied.',
      read: () => feed.appliedSeq ?? 0,
    },
    feed_silent_seconds: {
      help: 'Seconds since the feed last looked at the database.',
      read: () => feed.silentForMs() / 1_000,
    },
    clock_offset_seconds: {
      help: 'How far the clock of the database is ahead of that of this machine.',
      read: () => (databaseClock.nowMs() - Date.now()) / 1_000,
    },
    cached_tokens: { help: 'Token snapshots in memory.', read: () => store.tokenCount },
  };
  return { decisionsByCode: decisionPoint.countByCode, values };
}
