import { z } from 'zod';

const moved = z.object({ tokens: z.number(), operations: z.number() });

/** What becomes of the tokens of one group. */
const consequenceSchema = z.object({
  /** Slug. */
  group: z.string(),
  /** Tokens that work before and after, and how many different operations they gain or lose among them. */
  gain: moved,
  lose: moved,
  /** Tokens that work before and not after, and the reverse. */
  stopped: z.number(),
  working: z.number(),
});
export type Consequence = z.output<typeof consequenceSchema>;

const changeSchema = z.object({
  verb: z.enum(['create', 'update', 'delete']),
  kind: z.string(),
  name: z.string(),
  fields: z.array(
    z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  moreFields: z.number(),
  /** What follows that no field says; null where nothing does. */
  effect: z.string().nullable(),
  /** `line:column` of the file. */
  place: z.string(),
  /** Left undone, since deletions need `prune`. */
  held: z.boolean(),
});

export const planSchema = z.object({
  changes: z.array(changeSchema),
  /** Of those that are not held. */
  counts: z.object({ create: z.number(), update: z.number(), delete: z.number() }),
  held: z.number(),
  /** What becomes of tokens, group by group; null where that can't be told. */
  consequences: z.array(consequenceSchema).nullable(),
  /** Of the file, the installation as it was compared, and so of these changes. */
  fingerprint: z.string(),
});

export type Plan = z.output<typeof planSchema>;

/** A plan, and why applying it would be refused: to anybody, or to who asks. */
export const askedPlanSchema = planSchema.extend({
  refused: z
    .object({
      code: z.string(),
      message: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
      toAnybody: z.boolean(),
    })
    .nullable(),
});

export const exportedSchema = z.object({
  /** YAML 1.2. */
  file: z.string(),
  /** Sections that who exports may not see, with the rights they lack: the file leaves them alone. */
  leftOut: z.array(z.object({ section: z.string(), lacking: z.array(z.string()) })),
});
export type LeftOut = z.output<typeof exportedSchema>['leftOut'];
