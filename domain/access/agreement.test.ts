import fc from 'fast-check';
import { expect } from 'vitest';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { runQuery } from '@/domain/commands/run-query';
import { decide, decideAccess, decideSubject } from '@/domain/decision/decide';
import {
  loadGroupSnapshots,
  loadSubjects,
  loadTokenSnapshotById,
} from '@/domain/decision/load-snapshots';
import type { TokenSnapshot } from '@/domain/decision/snapshot';
import { it, world } from '@/domain/testing/fixture';
import { rolledBack } from '@/domain/testing/rolled-back';
import { contextOf } from '@/domain/testing/world';
import { ADDRESSES, insertRandomWorld, type Pick, picking } from './testing/random-world';
import { whoCanCall } from './who-can-call';
import { whyAccess } from './why';

type Made = Awaited<ReturnType<typeof insertRandomWorld>>;

/** Compares in random worlds; what fails is drawn again by the seed that is printed. */
const inWorlds = (numRuns: number, compare: (db: Database, made: Made, pick: Pick) => unknown) =>
  fc.assert(
    fc.asyncProperty(fc.gen(), (draw) =>
      rolledBack(world, async (db) => {
        const pick = picking(draw);
        await compare(db, await insertRandomWorld(db, pick), pick);
      }),
    ),
    { numRuns, endOnFailure: true },
  );

/** Bounds a failure only: about every second world has a token that opens something. */
const MOST_WORLDS = 60;

it('a token is explained as it is decided about, and by the same code', async () => {
  const codes = new Set<string>();
  // Worlds in which everything is refused for one reason would agree with anything.
  const isTelling = () => codes.has('allowed') && codes.size >= 4;
  let worlds = 0;
  const compare: Parameters<typeof inWorlds>[1] = async (db, made, pick) => {
    const { decided } = await decisions(db, made);
    for (const token of made.tokenIds) {
      const ip = pick(...ADDRESSES);
      const open = made.operations.find(
        (one) => decided(token, one.api, one.name, ip) === 'allowed',
      );
      const { api, name: operation } = pick(open ?? null, null) ?? pick(...made.operations);
      const { allowed, code, chains } = await why(db, { token, api, operation, ip });
      const verdict = decided(token, api, operation, ip);
      const isAllowed = verdict === 'allowed';
      expect({ allowed, code }).toEqual({ allowed: isAllowed, code: verdict });
      expect(chains[0]?.closed.length === 0).toBe(isAllowed);
      codes.add(code);
    }
  };
  while (worlds < MOST_WORLDS && (worlds === 0 || !isTelling())) {
    await inWorlds(4, compare);
    worlds += 4;
  }
  expect([...codes]).toContain('allowed');
  expect(codes.size).toBeGreaterThanOrEqual(4);
}, 240_000);

it('who can call an operation is whom decisions would allow it', async () => {
  await inWorlds(2, async (db, made) => {
    const { decided, groups } = await decisions(db, made, { anyAddress: true });
    for (const { api, name: operation } of made.operations) {
      const listed = await runQuery(whoCanCall, contextOf(db, world.administrator), {
        ...{ api, operation, limit: 200 },
      });
      if (!listed.ok) throw new Error(listed.message);
      const { items, groups: through, tokenCount, personCount, serviceCount } = listed.value;
      const allowed = made.tokenIds.filter((id) => decided(id, api, operation) === 'allowed');
      const idsOf = (all: readonly { tokens: { id: string }[] }[]) =>
        all.flatMap(({ tokens }) => tokens.map(({ id }) => id)).sort();
      expect(idsOf(items)).toEqual([...allowed].sort());
      expect(idsOf(through)).toEqual([...allowed].sort());
      expect(tokenCount).toBe(allowed.length);
      const callers = [];
      for (const { id } of made.people) {
        if (await mayCall(db, groups, id, { api, operation })) callers.push(id);
      }
      expect([...new Set(items.map(({ identity }) => identity.id))].sort()).toEqual(callers.sort());
      expect(personCount + serviceCount).toBe(callers.length);
    }
  });
});

it('people and service accounts are explained as their living memberships decide', async () => {
  await inWorlds(2, async (db, made, pick) => {
    const { groups } = await decisions(db, made);
    for (const { id: identity } of made.people) {
      for (const { api, name: operation } of [pick(...made.operations), pick(...made.operations)]) {
        const { allowed } = await why(db, { identity, api, operation });
        expect(allowed).toBe(await mayCall(db, groups, identity, { api, operation }));
      }
    }
  });
});

type Groups = Awaited<ReturnType<typeof loadGroupSnapshots>>;

async function why(db: Database, input: z.input<typeof whyAccess.input>) {
  const result = await runQuery(whyAccess, contextOf(db, world.administrator), input);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** The decision function over what a verifier would load. */
async function decisions(db: Database, made: Made, { anyAddress = false } = {}) {
  const groups = await loadGroupSnapshots(db, made.groupIds);
  const snapshots = new Map<string, TokenSnapshot>();
  for (const id of made.tokenIds) {
    const snapshot = await loadTokenSnapshotById(db, id);
    if (snapshot) snapshots.set(id, snapshot);
  }
  const filters = [...snapshots.values()].flatMap(({ token }) => [
    token,
    ...(token.ancestors ?? []),
  ]);
  const everywhere = { allows: () => true };
  if (anyAddress) {
    for (const one of [...groups.values(), ...filters]) Object.assign(one, everywhere);
  }
  const decided = (id: string, api: string, operation: string, ip: string | null = null) => {
    const snapshot = snapshots.get(id);
    const group = snapshot && groups.get(snapshot.groupId);
    if (!group) throw new Error(`${id} is gone`);
    return decide(snapshot, group, { kind: 'operation', api, operation, ip }, Date.now()).code;
  };
  return { groups, decided };
}

async function mayCall(
  db: Database,
  groups: Groups,
  identityId: string,
  asked: { api: string; operation: string },
): Promise<boolean> {
  return (await loadSubjects(db, identityId)).some((subject) => {
    const group = groups.get(subject.groupId);
    if (!group || decideSubject(subject, group, Date.now())) return false;
    return decideAccess(group, { kind: 'operation', ...asked }, null).code === 'allowed';
  });
}
