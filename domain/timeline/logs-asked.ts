import { notGranted } from '@/domain/authority/not-granted';
import { type Reach, reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { LOGS, type Log } from '@/domain/history/query/keys';
import type { PlacedTerm } from '@/domain/history/query/terms';
import { logsOf } from '@/domain/history/query/which-logs';
import { readSearch } from '@/domain/history/search';

/** The right to each log: who holds one of the two is answered from that one alone. */
const READ_BY: Readonly<Record<Log, OperationName>> = {
  decision: 'decisions.list',
  change: 'audit.list',
};

export interface LogsAsked {
  readonly terms: readonly PlacedTerm[];
  /** The logs within reach, as the answer names them. */
  readonly logs: readonly Log[];
  /** How far the actor sees in a log; null where it can hold nothing that is asked for. */
  reachIn(log: Log): Reach | null;
}

/** What a search asks of which logs, or why it can't. */
export function logsAsked(actor: Actor, query: string | undefined): LogsAsked | Refusal {
  const terms = readSearch(query);
  if (isRefusal(terms)) return terms;
  const reachIn = (log: Log) => reachOf(actor, READ_BY[log]);
  const logs = LOGS.filter((log) => !reachesNothing(reachIn(log)));
  if (logs.length === 0) return notGranted(READ_BY[LOGS[0]]);
  const asked = logsOf(terms);
  return {
    terms,
    logs,
    reachIn: (log) => (logs.includes(log) && asked.includes(log) ? reachIn(log) : null),
  };
}
