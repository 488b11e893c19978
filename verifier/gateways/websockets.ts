import { describe, expect, it } from 'vitest';
import type { Testbed } from './testbed';

const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;

/** A connection that leaves HTTP has been decided about, and leaves it nowhere else. */
export function describeWebsockets(testbed: () => Testbed): void {
  describe('a WebSocket', () => {
    const listen = (headers: readonly string[] = []) => ({ target: '/files/stream', headers });

    it('is opened on the path that is listed, by who may', async () => {
      const { uploader, upgrade } = testbed();
      const answer = await upgrade(listen(bearer(uploader.secret)));
      expect(answer).toMatchObject({ status: 101, echoed: 'hello' });
      expect(answer.received).toMatchObject([{ method: 'GET', target: '/files/stream' }]);
      const headers = Object.fromEntries(answer.received[0]?.headers ?? []);
      expect(headers).toMatchObject({ 'x-keyward-operation': ['listen'] });
      expect(headers.authorization).toBeUndefined();
    });

    it('is refused to who may not', async () => {
      const { world, upgrade } = testbed();
      expect(await upgrade(listen())).toMatchObject({ status: 401, received: [] });
      const notGranted = await upgrade(listen(bearer(world.token.secret)));
      expect(notGranted).toMatchObject({ status: 403, received: [] });
    });

    it('is not opened on any other path, nor for another protocol', async () => {
      const { world, uploader, upgrade, ask } = testbed();
      const elsewhere = await upgrade({ headers: bearer(world.token.secret) });
      expect(elsewhere).toMatchObject({ status: 200, echoed: null });
      expect(elsewhere.received[0]?.headers.has('upgrade')).toBe(false);
      const headers = [...bearer(uploader.secret), 'Connection', 'Upgrade', 'Upgrade', 'h2c'];
      const other = await ask(listen(headers));
      expect(other.status).not.toBe(101);
      for (const { headers: found } of other.received) expect(found.has('upgrade')).toBe(false);
    });

    it('takes no header of the gateway along as hop-by-hop', async () => {
      const { uploader, upgrade } = testbed();
      const names = 'Upgrade, X-Keyward-Identity, X-Keyward-Operation, X-Forwarded-For';
      const headers = [...bearer(uploader.secret), 'Connection', names];
      const { received } = await upgrade(listen(headers));
      for (const { headers: found } of received) {
        expect(found.get('x-keyward-operation')).toEqual(['listen']);
      }
    });
  });
}
