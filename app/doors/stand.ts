import { expect } from 'vitest';
import { recordDecisionsWith } from '@/app/server/decision-journal';
import type { Context } from '@/domain/base/context';
import type { OperationName } from '@/domain/base/operation-names';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince, touchedTables, wordsOf } from '@/domain/testing/traces';
import { makeFixture, openWorld } from '@/domain/testing/world';
import { type Lane, laneHere, lanes } from './lane';
import { makeTargets } from './targets';

/** The world in which the doors are tried, with who tries them, what at, and what stands there before. */
export async function openStand() {
  recordDecisionsWith({
    record(decision, { recorded }) {
      laneHere().onRecord.push(decision);
      recorded(decision);
    },
    isHealthy: () => true,
    close: async () => undefined,
  });
  const world = await openWorld();
  const fixture = await makeFixture(world);
  const targets = await makeTargets(world, fixture);
  const { openSession } = targets;
  const credentials: Readonly<Record<string, string>> = {
    administrator: await openSession(world.administratorId),
    responder: await openSession(fixture.responder.id),
    auditor: await openSession(fixture.auditor.id),
    lead: await openSession(fixture.lead.id),
    member: await openSession(fixture.member.id),
    outsider: await openSession(fixture.outsider.id),
    deskLead: await openSession(targets.deskLead),
    deskMember: await openSession(targets.deskMember),
    administratorToken: world.managementToken,
    responderToken: targets.responderToken,
    auditorToken: targets.auditorToken,
    deskToken: targets.deskToken,
    billingToken: fixture.serviceToken.secret,
  };
  const untouched = await wordsOf(world.db);
  const head = await auditHead(world.db);
  return {
    ...{ world, credentials, aims: targets.aims },
    /** Tries one cell as this role, in a database that keeps nothing. */
    tryAs: <Value>(role: string, work: (lane: Lane) => Promise<Value>) =>
      rolledBack(world, (db) => {
        const lane = { db, credential: credentials[role] ?? '', onRecord: [] };
        return lanes.run(lane, () => work(lane));
      }),
    /** A refusal leaves everything as it was, and at most its own event in the log. */
    async expectNoChange(inside: Context['db'], operation: OperationName) {
      for (const [table, word] of await wordsOf(inside, await touchedTables(inside))) {
        expect(word, `${operation} changed ${table}`).toBe(untouched.get(table));
      }
      const events = await eventsSince(inside, head);
      for (const event of events) {
        expect(event).toMatchObject({ action: operation, outcome: 'denied' });
      }
      expect(events.length, operation).toBeLessThanOrEqual(1);
    },
    async expectUntouched() {
      expect(await wordsOf(world.db)).toEqual(untouched);
      expect(await auditHead(world.db)).toBe(head);
    },
  };
}

export type Stand = Awaited<ReturnType<typeof openStand>>;
