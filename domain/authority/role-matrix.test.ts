import { describe, expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { type ControlPlaneOperation, INTERNAL_OPERATIONS } from '@/domain/base/operation-names';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import { aimAtBilling } from '@/domain/testing/aim';
import { inputsFor } from '@/domain/testing/contract/cases';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { ROLE_MATRIX, ROLES, type Role } from '@/domain/testing/role-matrix';
import { rolledBack } from '@/domain/testing/rolled-back';
import { bearer, contextOf, signedIn } from '@/domain/testing/world';

let actors: Record<Role, Actor>;
let inputs: Record<string, unknown>;

beforeAll(async () => {
  const { db, administrator } = world;
  actors = {
    administrator,
    responder: await signedIn(db, fixture.responder.id),
    auditor: await signedIn(db, fixture.auditor.id),
    lead: await signedIn(db, fixture.lead.id),
    member: await signedIn(db, fixture.member.id),
    outsider: await signedIn(db, fixture.outsider.id),
    token: await bearer(db, fixture.serviceToken.secret),
  };
  inputs = inputsFor(await aimAtBilling(world, fixture));
});

const operations = [...COMMANDS, ...QUERIES].filter(
  ({ operation }) => !INTERNAL_OPERATIONS.has(operation),
);

/** What the runner says to this role; whatever it changed is rolled back. */
const verdict = (operation: AnyCommand | AnyQuery, role: Role): Promise<'y' | 'n' | 'h'> =>
  rolledBack(world, async (inside) => {
    const context = contextOf(inside, actors[role]);
    const input = inputs[operation.operation];
    const result =
      operation.kind === 'command'
        ? await runCommand(operation, context, input)
        : await runQuery(operation, context, input);
    if (result.ok) return 'y';
    if (result.kind === 'invalid') {
      throw new Error(`${operation.operation}: the matrix needs a valid input: ${result.message}`);
    }
    if (result.kind === 'not_found') return 'h';
    return result.code === 'not_granted' ? 'n' : 'y';
  });

describe('the role × operation matrix', () => {
  it('has exactly one row for every command and query', () => {
    expect(Object.keys(ROLE_MATRIX).sort()).toEqual(operations.map((o) => o.operation).sort());
  });

  for (const operation of operations) {
    it(`holds for ${operation.operation}`, async () => {
      const actual: string[] = [];
      for (const role of ROLES) actual.push(await verdict(operation, role));
      expect(`${operation.operation} ${actual.join(' ')}`).toBe(
        `${operation.operation} ${ROLE_MATRIX[operation.operation as ControlPlaneOperation]}`,
      );
    });
  }

  it('changed nothing while it asked', async () => {
    const rows = await world.db.select({ state: tokens.state }).from(tokens);
    expect(rows.filter((row) => row.state === 'revoked')).toEqual([]);
  });
});
