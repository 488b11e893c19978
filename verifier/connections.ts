import type pg from 'pg';
import type { Database } from '@/db/client';
import { createDatabase, createPool } from '@/db/client';
import { prepareGroupSnapshot, prepareTokenSnapshots } from '@/domain/decision/load-snapshots';
import type { TokenSnapshot } from '@/domain/decision/snapshot';
import type { VerifierOptions } from './options';
import { loadDirectory, loadRoutes } from './snapshots/api-routes';
import { batched } from './snapshots/batched';
import type { SnapshotSource } from './snapshots/snapshot-store';

/** The ways of one verifier to Postgres. */
export interface Connections {
  /** Registry, receipts and decisions. */
  readonly primary: pg.Pool;
  /** Reads of the primary that nobody may wait for long. */
  readonly primaryReads: pg.Pool;
  /** Snapshots to keep: from the replica, where there is one. */
  readonly source: SnapshotSource;
  /** Snapshots as they are on the primary now. */
  readonly primarySource: SnapshotSource;
  end(): Promise<unknown>;
}

/** Opens the pools; with a replica, what is read from it has one of its own. */
export function openConnections({
  databaseUrl,
  replicaDatabaseUrl,
  name,
}: Pick<VerifierOptions, 'databaseUrl' | 'replicaDatabaseUrl' | 'name'>): Connections {
  const primary = createPool(databaseUrl, {
    maxConnections: 4,
    applicationName: `keyward verifier ${name}`,
    queryTimeoutMs: 10_000,
    connectTimeoutMs: 3_000,
  });
  const reads = (url: string) =>
    createPool(url, {
      maxConnections: 6,
      applicationName: `keyward snapshots ${name}`,
      queryTimeoutMs: 1_500,
      connectTimeoutMs: 1_000,
    });
  const primaryReads = reads(databaseUrl);
  const primarySource = databaseSource(createDatabase(primaryReads));
  const replicaReads = replicaDatabaseUrl === undefined ? null : reads(replicaDatabaseUrl);
  return {
    primary,
    primaryReads,
    source: replicaReads === null ? primarySource : databaseSource(createDatabase(replicaReads)),
    primarySource,
    end: () => Promise.all([primary.end(), primaryReads.end(), replicaReads?.end()]),
  };
}

const TOKEN_BATCHES = { maxBatch: 200, maxConcurrent: 3, maxPending: 20_000 };

/** Snapshots straight from Postgres. */
function databaseSource(db: Database): SnapshotSource {
  const loadTokens = prepareTokenSnapshots(db);
  const loadGroup = prepareGroupSnapshot(db);
  return {
    token: batched<Buffer, TokenSnapshot | null>(async (hashes) => {
      const found = await loadTokens(hashes);
      return hashes.map((hash) => found.get(hash.toString('hex')) ?? null);
    }, TOKEN_BATCHES),
    async group(groupId) {
      const group = await loadGroup(groupId);
      // A foreign key holds tokens to their group, so this is a fault and no denial.
      if (group === null) throw new Error(`group ${groupId} of a token does not exist`);
      return group;
    },
    directory: () => loadDirectory(db),
    routes: (apiId) => loadRoutes(db, apiId),
  };
}
