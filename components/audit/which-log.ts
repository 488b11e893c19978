export type AuditLog = 'changes' | 'decisions';

const DECISION_KEYS =
  /(?:^|\s)-?(?:api|code|identity|ip|method|operation|outcome|path|scope|token|verifier):/i;
const CHANGE_KEYS = /(?:^|\s)-?(?:action|actor|reason|target|type|via):/i;

/** The log an address means: the one it names, else the one its search can only be about. */
export function whichLog(log: string | undefined, q: string): AuditLog {
  if (log === 'changes' || log === 'decisions') return log;
  return DECISION_KEYS.test(q) && !CHANGE_KEYS.test(q) ? 'decisions' : 'changes';
}

export const RANGES = [
  { value: '1h', label: 'Last hour', hours: 1 },
  { value: '24h', label: 'Last 24 hours', hours: 24 },
  { value: '7d', label: 'Last 7 days', hours: 168 },
  { value: '30d', label: 'Last 30 days', hours: 720 },
] as const;

/** Start of a chosen range as RFC 3339; undefined means all there is. */
export function rangeStart(range: string | undefined, nowMs: number): string | undefined {
  const found = RANGES.find((each) => each.value === range);
  return found && new Date(nowMs - found.hours * 3_600_000).toISOString();
}
