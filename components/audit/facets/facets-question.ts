import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { countFacets } from '@/domain/timeline/counts/count-facets';

/** The most frequent values of what a query finds, by key. */
export const facetsQuestion = question<
  z.input<typeof countFacets.input>,
  z.output<typeof countFacets.output>
>('auditFacets');

export type Counts = z.output<typeof countFacets.output>;
export type Facet = Counts['facets'][number];
