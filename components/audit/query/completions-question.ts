import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { listCompletions } from '@/domain/timeline/list-completions';

/** Which values of a key begin with what is typed, or have a name that holds it. */
export const completionsQuestion = question<
  z.input<typeof listCompletions.input>,
  z.output<typeof listCompletions.output>
>('auditCompletions');
