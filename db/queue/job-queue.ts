import { PgBoss } from 'pg-boss';
import { QUEUE_SCHEMA } from './queue-schema';

/** What the queue of one kind of job promises. */
export interface QueuePlan {
  /** Letters, digits and hyphens. */
  readonly name: string;
  /** How often a failed run is tried again, the first time after `retryDelay` seconds, then each time after twice as long. */
  readonly retryLimit: number;
  readonly retryDelay: number;
  readonly retryDelayMax: number;
  /** Seconds that a run may take. */
  readonly expireInSeconds: number;
  /** Seconds without a sign of life after which a run is taken for lost. At least 10. */
  readonly heartbeatSeconds: number;
}

interface QueueOptions {
  readonly maxConnections: number;
  /** How often runs are looked after that were lost or take too long; null for a process that runs none. */
  readonly superviseSeconds: number | null;
  onError(error: Error): void;
}

/** pg-boss as we use it; it connects at `start()`. */
export function openQueue(databaseUrl: string, options: QueueOptions): PgBoss {
  const { superviseSeconds } = options;
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    application_name: 'keyward jobs',
    max: options.maxConnections,
    registerInstance: false,
    supervise: superviseSeconds !== null,
    schedule: superviseSeconds !== null,
    ...(superviseSeconds !== null && {
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
    }),
  });
  boss.on('error', options.onError);
  return boss;
}

/**
 * Makes what jobs are put into, and brings it to this version: the tables of pg-boss, and a queue for
 * each plan. For one key at most one job waits and one runs.
 */
export async function installQueues(
  databaseUrl: string,
  plans: readonly QueuePlan[],
): Promise<void> {
  let failure: Error | undefined;
  const boss = openQueue(databaseUrl, {
    maxConnections: 2,
    superviseSeconds: null,
    onError: (error) => {
      failure = error;
    },
  });
  await boss.start();
  try {
    for (const { name, ...plan } of plans) {
      const promises = { ...plan, retryBackoff: true };
      await boss.createQueue(name, { policy: 'stately', ...promises });
      await boss.updateQueue(name, promises);
    }
    await dropQueueOfVersion10(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failure) throw failure;
}

/** The queues of versions that ran pg-boss 10, which has no migration to the tables of today. */
const OLD_QUEUES = [
  'end-memberships',
  'audit-checkpoints',
  'decision-partitions',
  'forget-expired',
];
/** A worker of such a version looks at its clock every 30 seconds. */
const OLD_WORKER_IS_GONE = '2 minutes';

/**
 * Removes the tables of pg-boss 10, once no worker of an older version runs and where they held nothing
 * but our jobs: those came by the clock and come again.
 */
async function dropQueueOfVersion10(boss: PgBoss): Promise<void> {
  const db = boss.getDb();
  const { rows: found } = await db.executeSql(
    `select from pg_namespace where nspname = 'pgboss' and pg_has_role(nspowner, 'member')
       and to_regclass('pgboss.version') is not null and to_regclass('pgboss.queue') is not null`,
  );
  if (found.length === 0) return;
  const { rows } = await db.executeSql(
    `select from pgboss.version
      where version < 25 and coalesce(cron_on, '-infinity') < now() - interval '${OLD_WORKER_IS_GONE}'
        and not exists (select from pgboss.queue where name <> all($1) and name not like '\\_\\_pgboss\\_\\_%')`,
    [OLD_QUEUES],
  );
  if (rows.length > 0) await db.executeSql('drop schema pgboss cascade');
}
