import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { apis } from '@/db/schema/apis';
import { change } from '../testing/fixture';
import { until } from '../testing/start';
import type { Testbed } from './testbed';

const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;

/** Which port a request came to is the gateway's to say: the one in Host is the client's. */
export function describePorts(testbed: () => Testbed): void {
  describe('the port in Host', () => {
    it.each([':8443', '.:8443'])('%s chooses no API of another port', async (suffix) => {
      const { neighbour, ask } = testbed();
      const host = `billing.example.com${suffix}`;
      const answer = await ask({ host, headers: bearer(neighbour.secret) });
      expect(answer.received).toEqual([]);
    });

    it('chooses nothing together with headers that vouch for it', async () => {
      const { neighbour, ask } = testbed();
      for (const name of ['X-Keyward-Port', 'X-Forwarded-Port', 'X_Keyward_Port']) {
        for (const host of ['billing.example.com', 'billing.example.com:8443']) {
          const headers = [...bearer(neighbour.secret), name, '8443'];
          const answer = await ask({ host, headers });
          expect([name, host, answer.status, answer.received]).toEqual([name, host, 403, []]);
        }
      }
    });

    it('chooses nothing in the target either', async () => {
      const { neighbour, ask } = testbed();
      const target = 'http://billing.example.com:8443/v1/invoices';
      for (const host of ['billing.example.com', 'billing.example.com:8443']) {
        const answer = await ask({ target, host, headers: bearer(neighbour.secret) });
        expect(answer.received).toEqual([]);
      }
    });

    it('of the gateway chooses the API of that port, in Host or not', async () => {
      const { db, neighbour, gatewayPort, world, ask } = testbed();
      const moveTo = (port: number) =>
        change(db, 'apis.update', [neighbour.apiId], (tx) =>
          tx
            .update(apis)
            .set({ hosts: [`billing.example.com:${port}`] })
            .where(eq(apis.id, neighbour.apiId)),
        );
      await moveTo(gatewayPort);
      const answers = (host: string, secret: string, status: number) =>
        until(
          () => ask({ host, headers: bearer(secret) }),
          (answer) => answer.status === status,
        );
      const withPort = `billing.example.com:${gatewayPort}`;
      for (const host of [withPort, 'billing.example.com']) {
        expect(await answers(host, neighbour.secret, 200)).toMatchObject({ received: [{}] });
        expect(await answers(host, world.token.secret, 403)).toMatchObject({ received: [] });
      }
      await moveTo(8443);
      for (const host of [withPort, 'billing.example.com']) {
        expect(await answers(host, world.token.secret, 200)).toMatchObject({ received: [{}] });
      }
    });
  });
}
