import { deleteView } from '@/domain/views/delete-view';
import { listViews } from '@/domain/views/list-views';
import { saveView } from '@/domain/views/save-view';
import { commandCase, queryCase } from './case';

export const VIEW_COMMANDS = [
  commandCase(saveView, {
    input: () => ({ name: 'Denied deletes', q: 'outcome:denied operation:delete*' }),
    event: (_scene, made) => ({
      target: made.view.id,
      after: { q: 'outcome:denied operation:delete*', isShared: false },
      affects: [],
    }),
    refused: { code: 'invalid_input', given: async () => ({ q: 'outcom:denied' }) },
    outside: { by: ({ actors }) => actors.token },
    bad: [{ name: ' ' }, 'name'],
  }),
  commandCase(deleteView, {
    input: (aim) => ({ view: aim.view }),
    at: 'view',
    event: ({ aim }) => ({
      target: aim.view,
      before: { q: 'outcome:denied', isShared: false },
      affects: [],
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ view: 'x'.repeat(101) }, 'view'],
  }),
];

export const VIEW_QUERIES = [
  queryCase(listViews, { input: () => ({}), bad: [{ cursor: 'x' }, 'cursor'] }),
];
