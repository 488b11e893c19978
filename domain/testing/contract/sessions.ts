import { eq } from 'drizzle-orm';
import { passwords } from '@/db/schema/identities';
import { systemActor } from '@/domain/base/actor';
import { setPassword } from '@/domain/credentials/set-password';
import { changePassword } from '@/domain/sessions/change-password';
import { createSession } from '@/domain/sessions/create-session';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';

const CURRENT = 'the password of today';

async function setPasswordOf({ world }: Scene, identity: string): Promise<string> {
  await world.db.transaction((tx) => setPassword(tx, identity, CURRENT));
  const stored = eq(passwords.identityId, identity);
  const [row] = await world.db.select().from(passwords).where(stored);
  return row?.hash ?? '';
}

const signingIn = () => systemActor('sign-in', ['sessions.create']);

export const SESSION_COMMANDS = [
  commandCase(createSession, {
    input: (aim) => ({ identityId: aim.member, provenBy: 'a hash' }),
    by: signingIn,
    given: async (scene) => ({ provenBy: await setPasswordOf(scene, scene.aim.member) }),
    event: (_scene, { id }) => ({ target: id, affects: [] }),
    refused: { code: 'wrong_password', by: signingIn },
    bad: [{ provenBy: 'x'.repeat(501) }, 'provenBy'],
  }),
  commandCase(endSession, {
    input: (aim) => ({ session: aim.session }),
    at: 'session',
    event: ({ aim }) => ({
      target: aim.session,
      before: { open: true },
      after: { open: false },
      affects: [],
    }),
    refused: {
      code: 'session_ended',
      given: async ({ world, aim }) => {
        await asAdministrator(world, endSession, { session: aim.session });
      },
    },
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(changePassword, {
    input: () => ({ current: 'not it', password: 'correct horse battery' }),
    given: async (scene) => {
      await setPasswordOf(scene, scene.world.administratorId);
      return { current: CURRENT };
    },
    event: ({ world }) => ({
      target: world.administratorId,
      after: { password: 'changed' },
      affects: [],
    }),
    refused: { code: 'wrong_password' },
    outside: { by: ({ actors }) => actors.token, code: 'not_found' },
    bad: [{ password: 'short' }, 'password'],
  }),
];

export const SESSION_QUERIES = [
  queryCase(listSessions, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
];
