import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { listMade } from '@/domain/identities/list-made';

/** What somebody made for others and that outlives its maker. */
export type Made = z.output<typeof listMade.output>;

export const madeQuestion = question<{ identity: string }, Made>('made');
