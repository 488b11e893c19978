import { newId } from '@/domain/base/ids';
import { listNotices } from '@/domain/inbox/list-notices';
import { markNoticesRead } from '@/domain/inbox/mark-read';
import { getMail } from '@/domain/mail/get-mail';
import { testMail } from '@/domain/mail/test-mail';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { commandCase, queryCase, type Scene } from './case';

const NEWEST = 'ntc_7zzzzzzzzzzzzzzzzzzzzzzzzz';

const tellAda = async ({ world, aim }: Scene) => {
  await world.db.transaction((tx) =>
    raiseNotice(tx, {
      kind: 'webhook.disabled',
      about: { type: 'webhook', id: aim.webhook, name: 'chat' },
      to: world.administratorId,
      onceKey: newId('request'),
      facts: { reason: 'gone' },
    }),
  );
};

export const NOTICE_COMMANDS = [
  commandCase(markNoticesRead, {
    input: () => ({ upTo: NEWEST }),
    given: tellAda,
    event: ({ world }) => ({ target: world.administratorId, after: { read: 1 }, affects: [] }),
    refused: { code: 'nothing_unread' },
    // Everybody may ask: it finds what is their own.
    outside: { code: 'nothing_unread', isUnrecorded: true },
    bad: [{ upTo: 'ntc_1' }, 'upTo'],
  }),
  commandCase(testMail, {
    input: () => ({}),
    event: ({ world }) => ({ target: null, after: { to: world.administratorId }, affects: [] }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
  }),
];

export const NOTICE_QUERIES = [
  queryCase(listNotices, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getMail, { input: () => ({}) }),
];
