import { z } from 'zod';
import type { OperationName } from '@/domain/base/operation-names';
import type { FeedEvent } from '@/domain/feed/read-events';
import { isStoppingAction, type StoppingAction } from '@/domain/verifiers/lost-events';

/** Beyond this the oldest are forgotten: backups are rarely older than the last thousand stops. */
const MAX_STOPS = 1_000;

/** Actions that take rights away from what they name, and those that give them back. */
const GIVEN_BACK_BY: Readonly<Record<StoppingAction, readonly OperationName[]>> = {
  'tokens.revoke': ['tokens.undoRevoke'],
  'tokens.revokeSelf': ['tokens.undoRevoke'],
  'tokens.revokeFamily': ['tokens.undoRevoke'],
  'tokens.revokeMatching': ['tokens.undoRevoke'],
  'leaks.stop': ['tokens.resume'],
  'tokens.suspend': ['tokens.resume'],
  'identities.suspend': ['identities.resume'],
  'identities.stop': ['identities.resume', 'identities.undoStop'],
  'groups.freeze': ['groups.unfreeze', 'groups.thaw'],
  'apis.freeze': ['apis.unfreeze', 'apis.thaw'],
  // A rule is made anew; of its tokens, none comes back with another.
  'trustRules.delete': [],
};

/** Every action that matters here. */
export const NOTED_ACTIONS: readonly string[] = Object.entries(GIVEN_BACK_BY).flat(2);

/** An event of the log, as far as a verifier must be able to tell of it when the log has lost it. */
export const notedEventSchema = z.object({
  seq: z.number(),
  hash: z.string(),
  at: z.string(),
  action: z.string(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  affects: z.array(z.string()),
});
export type NotedEvent = z.infer<typeof notedEventSchema>;

function toNoted({ seq, hash, at, action, targetId, targetName, affects }: FeedEvent): NotedEvent {
  return { seq, hash, at, action, targetId, targetName, affects: [...affects] };
}

/** The notes after some more events: each stop that still stands, oldest first. */
export function noteStops(
  stops: readonly NotedEvent[],
  events: readonly FeedEvent[],
): readonly NotedEvent[] {
  let noted = stops;
  for (const event of events) {
    if (event.outcome !== 'done') continue;
    if (isStoppingAction(event.action)) noted = [...noted, toNoted(event)];
    else noted = noted.filter((stop) => !isGivenBack(stop, event));
  }
  return noted.slice(-MAX_STOPS);
}

function isGivenBack(stop: NotedEvent, event: FeedEvent): boolean {
  const backBy: readonly string[] = isStoppingAction(stop.action) ? GIVEN_BACK_BY[stop.action] : [];
  return backBy.includes(event.action) && event.affects.some((id) => stop.affects.includes(id));
}

/** The last of some events, as what shows that they have been. */
export const lastOf = (events: readonly FeedEvent[]): NotedEvent | null => {
  const last = events.at(-1);
  return last === undefined ? null : toNoted(last);
};
