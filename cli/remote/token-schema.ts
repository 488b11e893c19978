import { z } from 'zod';

// What is printed of an answer; the rest of it passes through to --json.
export const tokenSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  prefix: z.string(),
  first4: z.string(),
  last4: z.string(),
  identity: z.looseObject({ name: z.string() }),
  group: z.looseObject({ slug: z.string() }),
  expiresAt: z.string(),
  retiresAt: z.string().nullable(),
  retiresOnUse: z.boolean(),
  livingRelatives: z.number(),
  livingBelow: z.number(),
  scopes: z.array(z.string()).nullable(),
  createdBy: z.string(),
  lastUsedAt: z.string().nullable(),
  lastIp: z.string().nullable(),
});
export type Token = z.output<typeof tokenSchema>;

/** A secret as far as it is told again. */
export const hintOf = ({ prefix, first4, last4 }: Token): string => `${prefix}${first4}…${last4}`;

export const pathOf = (token: string): string => `/tokens/${encodeURIComponent(token)}`;
