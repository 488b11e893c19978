// A worker that takes one family through its rotation, and kills itself at a named point.
import pg from 'pg';
import { createDatabase, createPool } from '@/db/client';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { advanceRotation } from '../advance-rotation';
import { planRotation } from '../plan-rotation';
import { openRotationOf } from '../rotation-target';

const [
  databaseUrl = '',
  familyId = '',
  predecessorId = '',
  origin = '',
  point = '',
  secret = '',
  serverSecret = '',
] = process.argv.slice(2);
const [step, moment] = point.split(', ');

const die = () => process.kill(process.pid, 'SIGKILL');

/** Which step the transaction of a connection makes, by what it writes. */
const stepOf = new WeakMap<object, string>();
const STEPS = ['minted', 'delivered', 'retired'];

// biome-ignore lint/suspicious/noExplicitAny: as many shapes as pg takes
type Query = (...asked: any[]) => any;
const query: Query = pg.Client.prototype.query;
pg.Client.prototype.query = async function watched(this: pg.Client, ...asked: unknown[]) {
  const [first, values] = asked as [string | { text: string; values?: unknown[] }, unknown[]?];
  const text = typeof first === 'string' ? first : first.text;
  const given = values ?? (typeof first === 'string' ? [] : (first.values ?? []));
  const writes = /^insert into "rotations"/.test(text)
    ? 'planned'
    : /^update "rotations"/.test(text) && STEPS.find((one) => given.includes(one));
  if (writes) stepOf.set(this, writes);
  const isThere = stepOf.get(this) === step;
  const isCommit = /^commit$/i.test(text);
  if (isThere && isCommit && moment === 'before its commit') return die();
  const result = await query.apply(this, asked);
  if (writes && isThere && moment === 'within') return die();
  if (isThere && isCommit && moment === 'after its commit') return die();
  if (isCommit) stepOf.delete(this);
  return result;
} as never;

const db = createDatabase(createPool(databaseUrl, { maxConnections: 3 }));
const settings = {
  ...NOTHING_SET,
  serverSecret,
  destinations: { privateHosts: [origin], variable: () => secret, closedDirectories: [] },
};
await db.transaction((tx) => planRotation(tx, { familyId, predecessorId, startedByName: null }));
const open = await openRotationOf(db, familyId);
if (open) await runJob(advanceRotation, { db, settings }, { rotation: open.id });
process.exit(0);
