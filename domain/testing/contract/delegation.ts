import { sql } from 'drizzle-orm';
import { delegateOwnToken, delegateToken } from '@/domain/tokens/delegate-token';
import { commandCase } from './case';

export const DELEGATION_COMMANDS = [
  commandCase(delegateToken, {
    input: (aim) => ({ token: aim.serviceToken, actsAs: 'agent' }),
    at: 'token',
    event: ({ aim, fixture }, { token: { id } }) => ({
      target: id,
      after: { parent: aim.serviceToken, actsAs: 'agent', identity: fixture.service.id },
      affects: [id],
    }),
    refused: { code: 'personal_token', given: async ({ aim }) => ({ token: aim.token }) },
    bad: [{ actsAs: ' ' }, 'actsAs'],
  }),
  commandCase(delegateOwnToken, {
    input: () => ({ actsAs: 'step' }),
    by: ({ actors }) => actors.token,
    event: ({ fixture }, { token: { id } }) => ({
      target: id,
      after: { parent: fixture.serviceToken.token.id, actsAs: 'step' },
      affects: [id],
    }),
    outside: { code: 'not_found', isUnrecorded: true },
    refused: {
      code: 'delegation_not_allowed',
      by: ({ actors }) => actors.token,
      given: async ({ world }) => {
        await world.db.execute(
          sql`update groups set who_may_delegate = 'nobody' where slug = 'billing'`,
        );
      },
    },
    bad: [{ ttlSeconds: 59 }, 'ttlSeconds'],
  }),
];
