import { describe, expect, it } from 'vitest';
import { makeToken } from '../testing/fixture';
import { until } from '../testing/start';
import type { Testbed } from './testbed';

/** Without a decision there is no request to the API, and the client is told to come again. */
export function describeFaults(testbed: () => Testbed): void {
  const ask = (secret: string) => testbed().ask({ headers: ['Authorization', `Bearer ${secret}`] });

  async function expectUnavailable(secret: string) {
    const answer = await ask(secret);
    expect(answer).toMatchObject({ status: 503, received: [] });
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.headers['x-upstream']).toBeUndefined();
  }
  const expectAllowedAgain = (secret: string) =>
    until(
      () => ask(secret),
      ({ status, received }) => status === 200 && received.length === 1,
    );

  describe('without a decision', () => {
    it('a verifier that hangs means 503', async () => {
      const { world, signal } = testbed();
      expect(await ask(world.token.secret)).toMatchObject({ status: 200 });
      signal('SIGSTOP');
      await expectUnavailable(world.token.secret);
      signal('SIGCONT');
      await expectAllowedAgain(world.token.secret);
    });

    it('a verifier that is gone means 503, also on connections kept from before', async () => {
      const { world, endVerifier, startVerifierAgain, tap } = testbed();
      await endVerifier();
      await expectUnavailable(world.token.secret);
      await tap.close();
      await expectUnavailable(world.token.secret);
      await expectUnavailable(world.token.secret);
      await startVerifierAgain();
      await tap.reopen();
      await expectAllowedAgain(world.token.secret);
    });

    it('a verifier that cannot decide has its 503 passed on', async () => {
      const { world, db, toDatabase } = testbed();
      const unseen = await makeToken(db, world.owner);
      toDatabase.refuse(true);
      await expectUnavailable(unseen.secret);
      toDatabase.refuse(false);
      await expectAllowedAgain(unseen.secret);
    });

    // The last test: there is no API any more.
    it('means something else than an API that is gone', async () => {
      const { world, endUpstream, decisionOn } = testbed();
      await endUpstream();
      const authorization = ['Authorization', `Bearer ${world.token.secret}`];
      const answer = await testbed().ask({ headers: [...authorization, 'User-Agent', 'no API'] });
      expect([502, 503]).toContain(answer.status);
      expect(answer.headers['retry-after']).toBeUndefined();
      expect(await decisionOn('no API')).toMatchObject({ code: 'allowed' });
    });
  });
}
