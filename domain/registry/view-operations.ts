import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { deleteView } from '@/domain/views/delete-view';
import { listViews } from '@/domain/views/list-views';
import { saveView } from '@/domain/views/save-view';

/** Queries of the logs that people keep. */
export const VIEW_COMMANDS: readonly AnyCommand[] = [saveView, deleteView];

export const VIEW_QUERIES: readonly AnyQuery[] = [listViews];
