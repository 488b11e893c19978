import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUERIES } from '@/domain/registry/operations';
import { openWorld, type World } from '@/domain/testing/world';
import type { Scene } from './case';
import { QUERY_CASES } from './cases';
import { aimedAtNothing, badInputs, inputGiven, pathsOf, rehearsal, setScene } from './rehearse';

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await openWorld();
  scene = await setScene(world);
});
afterAll(() => world.close());

const NOTHING = { hasChanged: false, events: [] };

it('each query has a case, and each case a query', () => {
  const written = QUERY_CASES.map(({ operation }) => operation);
  expect(written.sort()).toEqual(QUERIES.map(({ operation }) => operation).sort());
});

describe.each(QUERY_CASES.map((written) => [written.operation, written] as const))(
  '%s',
  (operation, written) => {
    const query = QUERIES.find((one) => one.operation === operation);
    if (!query) throw new Error(`there is no query ${operation}`);
    const { at, bad, refused, given } = written;
    const by = written.by ?? (({ world: { administrator } }: Scene) => administrator);

    it('answers, and neither changes nor records anything', async () => {
      const { within, ask, input } = rehearsal(scene, query, written);
      await within(async (inside) => {
        const asked = await inputGiven(inside, input, given);
        const { result, ...traces } = await ask(inside, by(inside), asked);
        expect(result).toMatchObject({ ok: true });
        expect(traces).toEqual(NOTHING);
      });
    });

    if (refused)
      it('is refused with a code', async () => {
        const { within, ask, input } = rehearsal(scene, query, written);
        await within(async (inside) => {
          const asked = await inputGiven(inside, input, refused.given);
          const { result, ...traces } = await ask(inside, (refused.by ?? by)(inside), asked);
          expect(result).toMatchObject({ ok: false, code: refused.code });
          expect(traces).toEqual(NOTHING);
        });
      });

    if (at)
      it('says of what is out of reach what it says of what isn’t there', async () => {
        const { within, ask, input } = rehearsal(scene, query, written);
        await within(async (inside) => {
          const { outsider } = inside.actors;
          const { result, ...traces } = await ask(inside, outsider, input);
          expect(result).toMatchObject({ ok: false, kind: 'not_found', code: 'not_found' });
          expect(traces).toMatchObject({
            hasChanged: false,
            events: [{ action: operation, outcome: 'denied', reason: 'out_of_reach' }],
          });
          const unknown = await ask(inside, outsider, aimedAtNothing(input, at));
          expect(unknown).toEqual({ ...NOTHING, result });
        });
      });

    it('names each bad field by its path', async () => {
      const { within, ask, input } = rehearsal(scene, query, written);
      await within(async (inside) => {
        for (const [asked, path] of badInputs(input, bad)) {
          const { result, ...traces } = await ask(inside, by(inside), asked);
          expect(result).toMatchObject({ ok: false, kind: 'invalid' });
          expect(pathsOf(result)).toEqual([path]);
          expect(traces).toEqual(NOTHING);
        }
      });
    });
  },
);
