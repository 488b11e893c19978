import { setTimeout as pause } from 'node:timers/promises';
import type { Dashboard } from '../lib/dashboard';
import { goal, say, thousands } from '../lib/print';
import { type BenchWorld, verifyRequest } from '../world/world';
import { rotate, statusesOf } from './family';
import { askAtRate } from './steady-load';

const ROTATIONS = 20;
const PER_SECOND = 500;
const CLIENTS = 10;
/** Within this time all clients take up a new secret, one after the other. */
const SWITCH_MS = 500;
/** And then the old one is let be: what was sent with it must be answered before the next retires it. */
const MARGIN_MS = 500;
const OVERLAP_SECONDS = 60;

/** Rotates a token so often in a row while clients use it, each of which changes over at its own pace. */
export async function rotateUnderLoad(
  { postgres, uses, callerSecret }: BenchWorld,
  dashboards: readonly Dashboard[],
  verifierUrl: string,
): Promise<boolean> {
  const [first] = dashboards;
  const use = uses[1];
  if (!first || !use) throw new Error('there is nothing to rotate');
  const held: string[] = Array.from({ length: CLIENTS }, () => use.token.secret);
  const load = askAtRate(verifierUrl, PER_SECOND, (nth) =>
    verifyRequest(callerSecret, {
      ...use,
      token: { ...use.token, secret: held[nth % CLIENTS] ?? '' },
    }),
  );
  let { id } = use.token;
  for (let turn = 0; turn < ROTATIONS; turn += 1) {
    const dashboard = dashboards[turn % dashboards.length] ?? first;
    const { token, secret } = await rotate(dashboard, id, { overlapSeconds: OVERLAP_SECONDS });
    id = token.id;
    for (let client = 0; client < CLIENTS; client += 1) {
      await pause(SWITCH_MS / CLIENTS);
      held[client] = secret;
    }
    await pause(MARGIN_MS);
  }
  const { answers, perSecond } = await load.end();
  const { allowed = 0, ...failures } = answers;
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const { active = 0 } = await statusesOf(postgres, first, id);
  say(
    `\n  ${ROTATIONS} rotations in a row, ${CLIENTS} clients that change over within ${SWITCH_MS} ms, ${MARGIN_MS} ms between`,
  );
  say(`  ${thousands(allowed + failed)} requests at ${perSecond}/s, living children ${active}`);
  const found = failed === 0 ? '0' : JSON.stringify(failures);
  return [
    goal('no request fails', found, failed === 0 && allowed > ROTATIONS * 100),
    goal('exactly one living child', `${active}`, active === 1),
  ].every(Boolean);
}
