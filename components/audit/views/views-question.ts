import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { listViews } from '@/domain/views/list-views';

export type SavedView = z.output<typeof listViews.output>['items'][number];

export type Views = {
  /** Ids of the groups that control Keyward itself, as far as the reader sees them. */
  readonly privileged: readonly string[];
  /** The reader's own and shared ones, newest first. */
  readonly saved: readonly SavedView[];
};

/** What views there are; asked when they are opened. */
export const viewsQuestion = question<'all', Views>('auditViews');
