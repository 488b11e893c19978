import type { Database } from '@/db/client';
import { prepareGroupSnapshot, prepareTokenSnapshots } from '@/domain/decision/load-snapshots';
import type { TokenSnapshot } from '@/domain/decision/snapshot';
import { batched } from './batched';
import { loadDirectory, loadRoutes } from './catalogue';
import type { SnapshotSource } from './snapshot-store';

const TOKEN_BATCHES = { maxBatch: 200, maxConcurrent: 3, maxPending: 20_000 };

/** Snapshots straight from Postgres. */
export function databaseSource(db: Database): SnapshotSource {
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
