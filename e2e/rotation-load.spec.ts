import { setTimeout as pause } from 'node:timers/promises';
import { makePlaces } from './support/places';
import { askAtRate } from './support/steady-load';
import { expect, test } from './support/test';

const PARALLEL = 100;
const ROTATIONS = 20;
const PER_SECOND = 500;
const EVERY_MS = 700;
const CLIENTS = 10;

test('a hundred rotations of one token at once leave exactly one living child', async ({
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'rotate-race', administrator.identityId);
  const rotate = () => control.post(`/tokens/${token}/rotate`, {});
  const rotated = await Promise.all(Array.from({ length: PARALLEL }, rotate));
  const secrets = new Set(rotated.map(({ secret }) => secret));
  const { items } = await control.get('/tokens?q=rotate-race&limit=200');
  const counts: Record<string, number> = {};
  for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
  process.stdout.write(
    `${PARALLEL} rotations at once: ${secrets.size} made, living ${counts.active}, still working beside it ${counts.rotating}, retired ${counts.retired}\n`,
  );
  expect(counts).toEqual({ active: 1, rotating: 1, retired: PARALLEL - 1 });
});

test('twenty rotations in a row under load fail no request', async ({
  control,
  administrator,
  verifierUrl,
}) => {
  test.setTimeout(120_000);
  const { token } = await makePlaces(control, 'rotate-load', administrator.identityId);
  let head = await control.post(`/tokens/${token}/rotate`, {});
  // Each client takes up the new secret when it gets to it, the last just before the next rotation.
  const held: string[] = Array.from({ length: CLIENTS }, () => head.secret);
  const load = askAtRate(PER_SECOND, (nth) => ({
    url: `${verifierUrl}/v1/verify`,
    gateway: administrator.managementToken,
    body: { token: held[nth % CLIENTS], api: 'rotate-load', operation: 'listParcels' },
  }));
  for (let turn = 0; turn < ROTATIONS; turn += 1) {
    head = await control.post(`/tokens/${head.token.id}/rotate`, { overlapSeconds: 60 });
    const { secret } = head;
    for (let client = 0; client < CLIENTS; client += 1) {
      await pause(EVERY_MS / CLIENTS);
      held[client] = secret;
    }
  }
  const { answers, perSecond } = await load.end();
  const failures = Object.entries(answers).filter(([answer]) => answer !== 'allowed');
  const requests = Object.values(answers).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${ROTATIONS} rotations: ${requests} requests at ${perSecond}/s, ${failures.length === 0 ? 0 : JSON.stringify(failures)} failed\n`,
  );
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(ROTATIONS * 100);
  const { items } = await control.get('/tokens?q=rotate-load&status=active');
  expect(items).toHaveLength(1);
});
