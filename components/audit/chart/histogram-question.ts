import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { countHistory } from '@/domain/timeline/counts/count-history';

/** How much of what a query finds happened when. */
export const histogramQuestion = question<
  z.input<typeof countHistory.input>,
  z.output<typeof countHistory.output>
>('auditHistogram');

export type Counted = z.output<typeof countHistory.output>;
export type Bucket = Counted['buckets'][number];
