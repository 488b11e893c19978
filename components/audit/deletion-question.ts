import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { findDeletion } from '@/domain/audit/find-deletion';

/** Who has deleted the thing of this id, as far as the reader may see it. */
export const deletionQuestion = question<
  z.input<typeof findDeletion.input>,
  z.output<typeof findDeletion.output>
>('deletion');
