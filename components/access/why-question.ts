import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { whyAccess } from '@/domain/access/why';

export type WhyAnswer = z.output<typeof whyAccess.output>;

export type WhyAsked = z.input<typeof whyAccess.input>;

/** Why something may call an operation, or why not: asked when somebody opens the answer. */
export const whyQuestion = question<WhyAsked, WhyAnswer>('why');
