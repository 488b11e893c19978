import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMBER_CHANGES, revokedBy } from '@/domain/base/endings';
import { COMMANDS } from '@/domain/registry/operations';
import { rolledBack } from '@/domain/testing/rolled-back';
import { standing } from '@/domain/testing/traces';
import { openWorld, type World } from '@/domain/testing/world';
import { basisNow, unannounced } from './basis';
import type { Scene } from './case';
import { COMMAND_CASES } from './cases';
import { aimedAtNothing, badInputs, inputGiven, pathsOf, rehearsal, setScene } from './rehearse';

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await openWorld();
  scene = await setScene(world);
});
afterAll(() => world.close());

const NOTHING = { hasChanged: false, events: [] };

it('each command has a case, and each case a command', () => {
  const written = COMMAND_CASES.map(({ operation }) => operation);
  expect(written.sort()).toEqual(COMMANDS.map(({ operation }) => operation).sort());
});

it('notices decisions that change unannounced', async () => {
  await rolledBack(scene.world, async (db) => {
    const before = await basisNow(db);
    await db.execute(sql`update tokens set state = 'suspended' where id = ${scene.aim.token}`);
    await db.execute(sql`update operations set is_public = true where name = 'createInvoice'`);
    const after = await basisNow(db);
    const changed = [scene.fixture.api.id, scene.aim.token];
    expect(unannounced(before, after, []).toSorted()).toEqual(changed.toSorted());
    expect(unannounced(before, after, [scene.fixture.api.id])).toEqual([scene.aim.token]);
  });
});

/** A group that is made or deleted whole: nobody edits its members meanwhile. */
const REMAKES_GROUPS: ReadonlySet<string> = new Set(['groups.delete', 'setup.bootstrap']);

describe.each(COMMANDS.map((command) => [command.operation, command] as const))(
  '%s',
  (operation, command) => {
    const caseOf = () => {
      const written = COMMAND_CASES.find((one) => one.operation === operation);
      if (!written) throw new Error(`${operation} has no case: write one beside its siblings`);
      return { ...written, ...rehearsal(scene, command, written) };
    };
    const administrator = () => scene.world.administrator;

    it('is recorded with its subject, and with the ids whose decisions it changes', async () => {
      const { within, ask, input, by = administrator, given, event, records } = caseOf();
      await within(async (inside) => {
        const asked = await inputGiven(inside, input, given);
        const before = await basisNow(inside.world.db);
        const was = await standing(inside.world.db);
        const { result, hasChanged, events } = await ask(inside, by(inside), asked);
        expect(result).toMatchObject({ ok: true, seq: events[0]?.seq });
        const value = result.ok ? result.value : null;
        const { target, affects, ...expected } = event(inside, value, events[0]?.after ?? {});
        expect(events).toMatchObject([
          {
            ...{ action: records ?? operation, outcome: 'done' },
            ...{ actorId: by(inside).id, targetId: target },
          },
        ]);
        expect(events[0]).toMatchObject(expected);
        expect(hasChanged).toBe(true);
        expect(events[0]?.affects.toSorted()).toEqual(affects.toSorted());
        expect(unannounced(before, await basisNow(inside.world.db), affects)).toEqual([]);
        const is = await standing(inside.world.db);
        const ended = [...is.revoked.values()].filter(({ id }) => !was.revoked.has(id));
        const named = events.flatMap(revokedBy);
        expect(named).toEqual(expect.arrayContaining(ended.map(({ id }) => id)));
        const left = was.members.filter((of) => !is.members.includes(of));
        for (const token of ended) {
          expect(token.endedWithMembership, token.id).toBe(left.includes(token.of));
        }
        if (was.members.join() !== is.members.join() && !REMAKES_GROUPS.has(operation)) {
          expect(MEMBER_CHANGES).toEqual(expect.arrayContaining(events.map((one) => one.action)));
        }
      });
    });

    it('is refused with a code, and leaves no more than the attempt', async () => {
      const { within, ask, input, refused } = caseOf();
      const { by = administrator, given, code } = refused;
      await within(async (inside) => {
        const asked = await inputGiven(inside, input, given);
        const { result, hasChanged, events } = await ask(inside, by(inside), asked);
        expect(result).toMatchObject({ ok: false, code });
        expect(hasChanged).toBe(false);
        const isForbidden = !result.ok && 'kind' in result && result.kind === 'forbidden';
        const denied = { action: operation, outcome: 'denied', reason: code, affects: [] };
        expect(events).toMatchObject(isForbidden ? [denied] : []);
      });
    });

    it('is kept from who is out of reach, in the words for what isn’t there', async () => {
      const { within, ask, input, at, outside = {}, given } = caseOf();
      const by = outside.by ?? (({ actors }: Scene) => actors.outsider);
      const code = outside.code ?? (at ? 'not_found' : 'not_granted');
      await within(async (inside) => {
        const asked = await inputGiven(inside, input, given);
        const { result, ...traces } = await ask(inside, by(inside), asked);
        const reason = code === 'not_found' ? 'out_of_reach' : code;
        expect(result).toMatchObject({ ok: false, code });
        // Who is refused through a group's token is refused in that group's name.
        const groupId = code === 'not_granted' ? (by(inside).group?.id ?? null) : null;
        const denied = { action: operation, outcome: 'denied', reason, groupId, affects: [] };
        expect(traces).toMatchObject({
          hasChanged: false,
          events: outside.isUnrecorded ? [] : [denied],
        });
        if (!at) return;
        const unknown = await ask(inside, by(inside), aimedAtNothing(asked, at));
        expect(unknown).toEqual({ ...NOTHING, result });
      });
    });

    it('names each bad field by its path, and records nothing', async () => {
      const { within, ask, input, bad, by = administrator } = caseOf();
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
