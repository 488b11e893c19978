import type { Dashboard } from '../lib/dashboard';
import { goal, say } from '../lib/print';
import type { BenchWorld } from '../world/world';
import { rotate, statusesOf } from './family';

const AT_ONCE = 100;

/** Rotates one token so often at the same time, at all dashboards in turn. */
export async function rotateAtOnce(
  { postgres, uses }: BenchWorld,
  dashboards: readonly Dashboard[],
): Promise<boolean> {
  const [first] = dashboards;
  const id = uses[0]?.token.id;
  if (!first || id === undefined) throw new Error('there is nothing to rotate');
  const startedMs = performance.now();
  const rotated = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) =>
      rotate(dashboards[at % dashboards.length] ?? first, id),
    ),
  );
  const tookMs = performance.now() - startedMs;
  const secrets = new Set(rotated.map(({ secret }) => secret)).size;
  const { active = 0, rotating = 0, retired = 0 } = await statusesOf(postgres, first, id);
  say(
    `\n  ${AT_ONCE} rotations of one token at once, at ${dashboards.length} dashboards: ${tookMs.toFixed(0)} ms`,
  );
  say(
    `  made ${secrets}; living ${active}, in its overlap beside it ${rotating}, retired ${retired}`,
  );
  const isOne = active === 1 && rotating === 1 && retired === AT_ONCE - 1;
  return goal('exactly one living child', `${active}`, isOne && secrets === AT_ONCE);
}
