import { z } from 'zod';

const at = z.iso.datetime();
const network = z.string().max(60);

/** Why a token opens nothing that is still sent. */
export const STOPPED_CODES = ['token_revoked', 'membership_ended', 'token_retired'] as const;

/** What is out of the ordinary, with what it is told by. Addresses and numbers, and never a secret. */
export const anomalySchema = z.discriminatedUnion('kind', [
  /** A token is allowed from a network that it was never seen in. */
  z.strictObject({ kind: z.literal('new_network'), network, at, known: z.int() }),
  /** Denials of a UTC day, and how many a day of the week before had. */
  z.strictObject({
    ...{ kind: z.literal('denied_spike'), denied: z.int(), usual: z.number() },
    day: z.iso.date(),
  }),
  /** A token that was revoked or rotated out, or whose membership has ended, is still sent. */
  z.strictObject({
    ...{ kind: z.literal('stopped_use'), at, ip: z.string().max(100).nullable() },
    code: z.enum(STOPPED_CODES),
  }),
  /** One token from many networks at once. */
  z.strictObject({
    ...{ kind: z.literal('spread'), count: z.int(), minutes: z.int() },
    networks: z.array(network).max(5),
  }),
]);
export type Anomaly = z.output<typeof anomalySchema>;
export type AnomalyKind = Anomaly['kind'];

export const ANOMALY_KINDS = ['stopped_use', 'new_network', 'spread', 'denied_spike'] as const;

/** Of a token or a group, by id; `window` is what it is told once for. */
export interface Found {
  readonly subject: string;
  readonly window: string;
  readonly anomaly: Anomaly;
  /** When the decisions were that show it. */
  readonly seenFrom: string;
  readonly seenTo: string;
}
