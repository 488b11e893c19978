import { z } from 'zod';

const names = () => z.array(z.string().max(300)).max(100).nullable().default(null);

/** What of each resource is wanted. */
export const projectionInput = { attributes: names(), excludedAttributes: names() };

export const MAX_RESULTS = 200;
const DEFAULT_COUNT = 100;
/** Behind all there can be, and still an integer to clients of 32 bits. */
const MAX_START = 2_147_483_647;

const NO_WHOLE = 'startIndex and count are whole numbers.';
const whole = () => z.coerce.number(NO_WHOLE).refine(Number.isInteger, NO_WHOLE);

/** A search (RFC 7644, section 3.4.2); what is out of range is moved into it, as 3.4.2.4 wants. */
export const searchInput = {
  type: z.enum(['User', 'Group']).nullable(),
  filter: z.string().nullable().default(null),
  sortBy: z.string().max(300).nullable().default(null),
  descending: z.boolean().default(false),
  startIndex: whole()
    .default(1)
    .transform((at) => Math.min(MAX_START, Math.max(1, at))),
  count: whole()
    .default(DEFAULT_COUNT)
    .transform((count) => Math.min(MAX_RESULTS, Math.max(0, count))),
  ...projectionInput,
};
