const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What people make tokens for, and what suits it: a name to begin with, and no longer a life than it needs. */
export interface Purpose {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly ttlSeconds: number;
}

export const PURPOSES: readonly Purpose[] = [
  { id: 'try', label: 'Trying it out', name: 'trying it out', ttlSeconds: HOUR },
  { id: 'laptop', label: 'My own machine', name: 'laptop', ttlSeconds: 8 * HOUR },
  { id: 'pipeline', label: 'A pipeline', name: 'pipeline', ttlSeconds: DAY },
  { id: 'agent', label: 'An agent', name: 'agent', ttlSeconds: HOUR },
  { id: 'service', label: 'A service', name: 'production', ttlSeconds: 90 * DAY },
];
