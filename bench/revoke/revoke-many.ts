import { revokeToken } from '@/domain/tokens/revoke-token';
import { command } from '../world/commands';
import { authorizeRequest, type BenchWorld, type Use } from '../world/world';
import type { Prober } from './prober';
import { type Timing, timeChange } from './timings';

/** Revokes tokens one after the other by the command `tokens.revoke`, watching each everywhere. */
export async function revokeMany(
  { postgres }: BenchWorld,
  prober: Prober,
  uses: readonly Use[],
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const use of uses) {
    const timing = await timeChange(
      postgres.pool,
      (stop) => prober.lastDenial(authorizeRequest(use), stop),
      () => command(postgres.db, revokeToken, { token: use.token.id, reason: 'bench' }),
    );
    timings.push(timing);
  }
  return timings;
}
