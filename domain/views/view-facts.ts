import { z } from 'zod';
import type { savedViews } from '@/db/schema/views';
import { instantText, toInstantText } from '@/domain/base/instant';

export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  q: z.string(),
  /** Whether everybody of the organisation has it among theirs. */
  isShared: z.boolean(),
  /** Whether it is the reader's own. */
  isOwn: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }),
  updatedAt: instantText(),
});

type Row = typeof savedViews.$inferSelect;

export const toSavedView = (
  { id, name, q, isShared, updatedAt, ownerId }: Row,
  ownerName: string,
  readerId: string,
): z.input<typeof savedViewSchema> => ({
  ...{ id, name, q, isShared, updatedAt: toInstantText(updatedAt) },
  isOwn: ownerId === readerId,
  owner: { id: ownerId, name: ownerName },
});
