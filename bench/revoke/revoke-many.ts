import { revokeToken } from '@/domain/tokens/revoke-token';
import { command } from '../world/commands';
import { authorizeRequest, type BenchWorld, type Use } from '../world/world';
import type { Prober } from './prober';
import { eventAtMs, type Timing } from './timings';

/** Revokes tokens one after the other by the command `tokens.revoke`, watching each everywhere. */
export async function revokeMany(
  { postgres }: BenchWorld,
  prober: Prober,
  uses: readonly Use[],
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const use of uses) {
    let seq = 0;
    const deniedAtMs = await prober.lastDenial(authorizeRequest(use), async () => {
      seq = (await command(postgres.db, revokeToken, { token: use.token.id, reason: 'bench' })).seq;
    });
    timings.push({ seq, deniedMs: deniedAtMs - (await eventAtMs(postgres.pool, seq)) });
  }
  return timings;
}
