import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handleControlRequest } from '@/app/control-api/handle';
import { act, ask } from '@/app/server/run';
import { type ControlPlaneOperation, INTERNAL_OPERATIONS } from '@/domain/base/operation-names';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import { inputsFor } from '@/domain/testing/contract/cases';
import { inLanes, type Lane } from './lane';
import { DOOR_MATRIX, SESSION_ROLES, TOKEN_ROLES } from './matrix';
import { requestFor } from './request-for';
import { openStand, type Stand } from './stand';
import { UNAIMED } from './unaimed';

// The doors as they are; only what stands outside them is held: the database they open (so that
// each cell is rolled back), the headers Next reads, and the session that the cookie names.
vi.mock('@/app/server/database', async () => {
  const { laneHere } = await import('./lane');
  return {
    database: () => laneHere().db,
    serverSecret: () => 'a server secret of at least thirty-two characters',
  };
});
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ 'user-agent': 'the matrix' }),
}));
vi.mock('next-auth', async (original) => {
  const { laneHere } = await import('./lane');
  const getServerSession = async () => ({ sessionId: laneHere().credential });
  return { ...(await original<object>()), getServerSession };
});

type Bound = AnyCommand | AnyQuery;
/** y: may · n: not granted · h: reads as not found · e: would hand out rights that the actor lacks */
type Verdict = 'y' | 'n' | 'h' | 'e';

const operations: Bound[] = [...COMMANDS, ...QUERIES].filter(
  ({ operation }) => !INTERNAL_OPERATIONS.has(operation),
);
const AIMS = ['billing', 'desk', 'administrators'] as const;
type AimName = (typeof AIMS)[number];
const ROLES = [...SESSION_ROLES, ...TOKEN_ROLES];

let stand: Stand;
let inputs: Record<AimName, Record<string, object>>;
const counted = { cells: 0, refused: 0 };

beforeAll(async () => {
  stand = await openStand();
  const { billing, desk, administrators } = stand.aims;
  inputs = {
    billing: inputsFor(billing),
    desk: inputsFor(desk),
    administrators: inputsFor(administrators),
  };
});

afterAll(async () => {
  const roles = `(${SESSION_ROLES.length} sessions + ${TOKEN_ROLES.length} tokens)`;
  process.stdout.write(
    `the matrix through the doors: ${roles} × ${operations.length} operations × ${AIMS.length} targets = ${counted.cells} cells, ${counted.refused} of them refused without a trace of change\n`,
  );
  await stand.world.close();
});

async function throughSession(operation: Bound, input: object): Promise<Verdict> {
  const result =
    operation.kind === 'command' ? await act(operation, input) : await ask(operation, input);
  return result.ok ? 'y' : verdictOf(operation, result);
}

async function throughApi(
  operation: Bound,
  input: object,
  { credential, onRecord }: Lane,
): Promise<Verdict | '-'> {
  const request = requestFor(operation, input, credential);
  if (!request) return '-';
  const response = await handleControlRequest(request);
  expect(onRecord.map((decision) => decision.operation)).toEqual([operation.operation]);
  if (response.ok) return 'y';
  const { code, detail } = await response.json();
  const kind = { 404: 'not_found', 422: 'invalid', 400: 'invalid' }[response.status] ?? 'other';
  return verdictOf(operation, { kind, code, message: detail });
}

function verdictOf(
  { operation }: Bound,
  { kind, code, message }: { kind: string; code: string; message: string },
): Verdict {
  if (kind === 'not_found') return 'h';
  if (code === 'not_granted') return 'n';
  if (code === 'needs_administrator') return 'e';
  if (
    kind === 'invalid' ||
    code === 'invalid_token' ||
    code === 'session_ended' ||
    code === 'proof_needed'
  ) {
    throw new Error(`${operation}: the matrix needs a valid input: ${code} ${message}`);
  }
  // It was allowed, and there was nothing to do: a token that is not revoked needs no undo.
  return 'y';
}

/** One cell: asked through the door, looked at, and rolled back. */
async function cell(operation: Bound, aim: AimName, role: string): Promise<Verdict | '-'> {
  const input = inputs[aim][operation.operation];
  if (!input) throw new Error(`${operation.operation} has no input`);
  const isToken = TOKEN_ROLES.some((name) => name === role);
  const verdict = await stand.tryAs(role, async (lane) => {
    const found = isToken
      ? await throughApi(operation, input, lane)
      : await throughSession(operation, input);
    if (found !== 'y' && found !== '-') {
      counted.refused += 1;
      await stand.expectNoChange(lane.db, operation.operation);
    }
    return found;
  });
  if (verdict !== '-') counted.cells += 1;
  return verdict;
}

describe('the role × operation matrix through the doors', () => {
  it('has a row for every operation', () => {
    expect(Object.keys(DOOR_MATRIX).sort()).toEqual(operations.map((o) => o.operation).sort());
  });

  for (const operation of operations) {
    it(`holds for ${operation.operation}`, async () => {
      const aims = UNAIMED.has(operation.operation) ? (['billing'] as const) : AIMS;
      const asked = aims.flatMap((aim) => ROLES.map((role) => ({ aim, role })));
      const found = await inLanes(asked, ({ aim, role }) => cell(operation, aim, role));
      const actual = aims.map((_aim, at) => {
        const row = found.slice(at * ROLES.length, (at + 1) * ROLES.length).join('');
        return `${row.slice(0, SESSION_ROLES.length)} ${row.slice(SESSION_ROLES.length)}`;
      });
      expect(actual).toEqual(DOOR_MATRIX[operation.operation as ControlPlaneOperation]);
    });
  }

  it('changed nothing while it asked', () => stand.expectUntouched());
});
