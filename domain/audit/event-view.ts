import { z } from 'zod';
import type { JsonObject } from '@/db/schema/history';
import { exactInstantText } from '@/domain/history/range';
import { hashedForm, type StoredEvent } from '@/domain/ledger/event-hash';

const json = z.record(z.string(), z.custom<JsonObject[string]>()).nullable();

export const eventViewSchema = z.object({
  seq: z.number(),
  id: z.string(),
  at: exactInstantText(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  via: z.object({ type: z.string(), id: z.string().nullable() }),
  group: z.object({ id: z.string(), slug: z.string().nullable() }).nullable(),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  outcome: z.enum(['done', 'denied']),
  reason: z.string().nullable(),
  before: json,
  after: json,
  affects: z.array(z.string()),
  request: z.object({
    id: z.string(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
  }),
  prevHash: z.string(),
  hash: z.string(),
});
export type EventView = z.output<typeof eventViewSchema>;

export const toEventView = (event: StoredEvent) => {
  const { prevHash, hash } = event;
  return { ...hashedForm(event), prevHash, hash } as z.input<typeof eventViewSchema>;
};
