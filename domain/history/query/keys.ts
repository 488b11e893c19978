/** As long as a query may be, in characters. */
export const MAX_QUERY_LENGTH = 500;

/** The two logs that a query looks through: what verifiers answered, and what was changed. */
export const LOGS = ['decision', 'change'] as const;
export type Log = (typeof LOGS)[number];

interface KeyFacts {
  /** Which logs know it; the rows of another are not found by it. */
  readonly logs: readonly Log[];
  /** What it means, in a few words, for whoever completes it. */
  readonly says: string;
  /** All values that there are, where they are few. */
  readonly values?: readonly string[];
  /** How it is read; as text unless said. */
  readonly reads?: 'address' | 'time';
}

const BOTH = LOGS;
const DECISION = ['decision'] as const;
const CHANGE = ['change'] as const;

/** Every key of the query language. A key that both logs know means the same in both. */
export const QUERY_KEYS = {
  action: { logs: CHANGE, says: 'What was changed, such as groups.update' },
  actor: { logs: BOTH, says: 'Who did it: name or id' },
  after: { logs: BOTH, says: 'From this time on: -24h, 2026-11-27', reads: 'time' },
  api: { logs: DECISION, says: 'The API that was called' },
  before: { logs: BOTH, says: 'Before this time: -15m, 2026-11-27T10:00Z', reads: 'time' },
  code: { logs: DECISION, says: 'Why: the code of the decision' },
  group: { logs: BOTH, says: 'The group: slug or id' },
  id: { logs: BOTH, says: 'The id of one row' },
  identity: { logs: BOTH, says: 'The person or service account that it concerns: name or id' },
  ip: { logs: BOTH, says: 'The address, or a range: 10.0.0.0/8', reads: 'address' },
  kind: { logs: BOTH, says: 'Which of the two logs', values: LOGS },
  method: { logs: DECISION, says: 'The HTTP method' },
  operation: { logs: DECISION, says: 'The operation that was called' },
  outcome: { logs: BOTH, says: 'How it ended', values: ['allowed', 'denied', 'done'] },
  path: { logs: DECISION, says: 'The path that was called' },
  reason: { logs: CHANGE, says: 'The reason that was given, or why it was refused' },
  request: { logs: BOTH, says: 'The id of the request' },
  scope: { logs: DECISION, says: 'The scope that opened it' },
  target: { logs: CHANGE, says: 'What was changed: name or id' },
  token: { logs: BOTH, says: 'The token: name or id' },
  type: { logs: CHANGE, says: 'What kind of thing was changed' },
  verifier: { logs: DECISION, says: 'Who answered' },
  via: { logs: CHANGE, says: 'Through what: session, token or process, or its id' },
} as const satisfies Readonly<Record<string, KeyFacts>>;

export type QueryKey = keyof typeof QUERY_KEYS;
export type TimeKey = 'after' | 'before';
/** Keys whose values are compared with what a row holds. */
export type ValueKey = Exclude<QueryKey, TimeKey>;

export const isQueryKey = (text: string): text is QueryKey => Object.hasOwn(QUERY_KEYS, text);

export const factsOf = (key: QueryKey): KeyFacts => QUERY_KEYS[key];
