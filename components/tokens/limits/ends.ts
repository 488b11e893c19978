import { formatDate, formatDuration } from '@/components/format/format';

const DAY_MS = 86_400_000;
const SPANS = [7, 30, 90, 365];

/** A moment at which a token could end; `value` is an ISO time, empty where it stays as it is. */
export interface EndOption {
  readonly value: string;
  readonly label: string;
}

interface Ending {
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** When the policy has a token end at the latest: its lifetime counts from when it was made. */
export const latestEndMs = ({ createdAt }: Pick<Ending, 'createdAt'>, maxTtlSeconds: number) =>
  Date.parse(createdAt) + maxTtlSeconds * 1_000;

/** The ends to choose from: as it is, some spans from now, and the latest that the group allows. */
export function endOptions(
  token: Ending,
  maxTtlSeconds: number,
  { nowMs, timeZone }: { nowMs: number; timeZone?: string | undefined },
): EndOption[] {
  const latestMs = latestEndMs(token, maxTtlSeconds);
  const day = (ms: number) => formatDate(ms, timeZone);
  const spans = SPANS.map((days) => ({ days, atMs: nowMs + days * DAY_MS }))
    .filter(({ atMs }) => atMs < latestMs)
    .map(({ days, atMs }) => ({
      value: new Date(atMs).toISOString(),
      label: `${day(atMs)}, in ${formatDuration(days * 86_400)}`,
    }));
  const canReachLatest = latestMs > nowMs + 60_000 && latestMs !== Date.parse(token.expiresAt);
  return [
    { value: '', label: `${day(Date.parse(token.expiresAt))}, as it is` },
    ...spans,
    ...(canReachLatest
      ? [{ value: new Date(latestMs).toISOString(), label: `${day(latestMs)}, the latest here` }]
      : []),
  ];
}

/** The end that somebody most likely wants who extends: the furthest in 90 days. */
export function likelyExtension(options: readonly EndOption[], token: Ending, nowMs: number) {
  const later = options.filter(
    ({ value }) =>
      value !== '' &&
      Date.parse(value) > Date.parse(token.expiresAt) &&
      Date.parse(value) <= nowMs + 91 * DAY_MS,
  );
  return later.at(-1)?.value ?? '';
}
