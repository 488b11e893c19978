import { hashedForm, type StoredEvent } from '@/domain/ledger/event-hash';

/** What Standard Webhooks asks senders to stay under: 20 kB. */
export const MAX_BODY_BYTES = 20_000;
/** What is left out of a message that would be larger, in this order. */
const OMITTED = [['before', 'after'], ['affects'], ['request', 'reason']] as const;

const bodyOf = (type: string, timestamp: string, data: object) =>
  JSON.stringify({ type, timestamp, data });

/**
 * The body that tells of an event: `{type, timestamp, data}`, where `data` is the event as audit rows have
 * it. What doesn't fit is named in `data.omitted`; the control API has it under the event's id.
 */
export function messageOf(event: StoredEvent): string {
  const data: Partial<ReturnType<typeof hashedForm>> = hashedForm(event);
  const omitted: string[] = [];
  let body = bodyOf(event.action, event.at, data);
  for (const fields of OMITTED) {
    if (Buffer.byteLength(body) <= MAX_BODY_BYTES) break;
    for (const field of fields) delete data[field];
    omitted.push(...fields);
    body = bodyOf(event.action, event.at, { ...data, omitted });
  }
  return body;
}

/** Its `type` is no action, so that a receiver can tell it from a change. */
export const TEST_TOPIC = 'webhook.test';

export const testMessage = (webhook: { id: string; name: string }, at: Date): string =>
  bodyOf(TEST_TOPIC, at.toISOString(), {
    webhook: { id: webhook.id, name: webhook.name },
    message: 'Keyward can reach this endpoint.',
  });
