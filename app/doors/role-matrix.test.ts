import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handleControlRequest } from '@/app/control-api/handle';
import { recordDecisionsWith } from '@/app/server/decision-journal';
import { act, ask } from '@/app/server/run';
import type { Context } from '@/domain/base/context';
import { type ControlPlaneOperation, INTERNAL_OPERATIONS } from '@/domain/base/operation-names';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import { inputsFor } from '@/domain/testing/contract/cases';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince, touchedTables, wordsOf } from '@/domain/testing/traces';
import { makeFixture, openWorld, type World } from '@/domain/testing/world';
import type { Decision } from '@/journal/record/decision';
import { DOOR_MATRIX, SESSION_ROLES, TOKEN_ROLES } from './matrix';
import { requestFor } from './request-for';
import { makeTargets } from './targets';
import { UNAIMED } from './unaimed';

// The doors as they are; only what stands outside them is held: the database they open (so that
// each cell is rolled back), the headers Next reads, and the session that the cookie names.
const held = vi.hoisted(() => ({
  db: undefined as unknown as Context['db'],
  sessionId: '',
}));
vi.mock('@/app/server/database', () => ({
  database: () => held.db,
  serverSecret: () => 'a server secret of at least thirty-two characters',
}));
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ 'user-agent': 'the matrix' }),
}));
vi.mock('next-auth', async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => ({ sessionId: held.sessionId }),
}));

type Bound = AnyCommand | AnyQuery;
/** y: may · n: not granted · h: reads as not found · e: would hand out rights that the actor lacks */
type Verdict = 'y' | 'n' | 'h' | 'e';

const operations: Bound[] = [...COMMANDS, ...QUERIES].filter(
  ({ operation }) => !INTERNAL_OPERATIONS.has(operation),
);
const AIMS = ['billing', 'desk', 'administrators'] as const;
type AimName = (typeof AIMS)[number];

let world: World;
let inputs: Record<AimName, Record<string, object>>;
let credentials: Record<string, string>;
let untouched: ReadonlyMap<string, string | null>;
let head: number;
const counted = { cells: 0, refused: 0 };
/** What the control API has put on record of the request under way. */
const onRecord: Decision[] = [];

beforeAll(async () => {
  recordDecisionsWith({
    record(decision, { recorded }) {
      onRecord.push(decision);
      recorded(decision);
    },
    isHealthy: () => true,
    close: async () => undefined,
  });
  world = await openWorld();
  const fixture = await makeFixture(world);
  const targets = await makeTargets(world, fixture);
  const { openSession } = targets;
  credentials = {
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
  const { billing, desk, administrators } = targets.aims;
  inputs = {
    billing: inputsFor(billing),
    desk: inputsFor(desk),
    administrators: inputsFor(administrators),
  };
  untouched = await wordsOf(world.db);
  head = await auditHead(world.db);
});

afterAll(async () => {
  const roles = `(${SESSION_ROLES.length} sessions + ${TOKEN_ROLES.length} tokens)`;
  process.stdout.write(
    `the matrix through the doors: ${roles} × ${operations.length} operations × ${AIMS.length} targets = ${counted.cells} cells, ${counted.refused} of them refused without a trace of change\n`,
  );
  await world.close();
});

async function throughSession(operation: Bound, input: object, role: string): Promise<Verdict> {
  held.sessionId = credentials[role] ?? '';
  const result =
    operation.kind === 'command' ? await act(operation, input) : await ask(operation, input);
  return result.ok ? 'y' : verdictOf(operation, result);
}

async function throughApi(operation: Bound, input: object, role: string): Promise<Verdict | '-'> {
  const request = requestFor(operation, input, credentials[role] ?? '');
  if (!request) return '-';
  onRecord.length = 0;
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
  const verdict = await rolledBack(world, async (inside) => {
    held.db = inside;
    const found = await (isToken ? throughApi : throughSession)(operation, input, role);
    if (found !== 'y' && found !== '-') await expectNoChange(operation);
    return found;
  });
  if (verdict !== '-') counted.cells += 1;
  return verdict;
}

/** A refusal leaves everything as it was, and at most its own event in the log. */
async function expectNoChange({ operation }: Bound): Promise<void> {
  counted.refused += 1;
  for (const [table, word] of await wordsOf(held.db, await touchedTables(held.db))) {
    expect(word, `${operation} changed ${table}`).toBe(untouched.get(table));
  }
  const events = await eventsSince(held.db, head);
  for (const event of events) expect(event).toMatchObject({ action: operation, outcome: 'denied' });
  expect(events.length, operation).toBeLessThanOrEqual(1);
}

describe('the role × operation matrix through the doors', () => {
  it('has a row for every operation', () => {
    expect(Object.keys(DOOR_MATRIX).sort()).toEqual(operations.map((o) => o.operation).sort());
  });

  for (const operation of operations) {
    it(`holds for ${operation.operation}`, async () => {
      const aims = UNAIMED.has(operation.operation) ? (['billing'] as const) : AIMS;
      const actual: string[] = [];
      for (const aim of aims) {
        const sessions: string[] = [];
        for (const role of SESSION_ROLES) sessions.push(await cell(operation, aim, role));
        const tokens: string[] = [];
        for (const role of TOKEN_ROLES) tokens.push(await cell(operation, aim, role));
        actual.push(`${sessions.join('')} ${tokens.join('')}`);
      }
      expect(actual).toEqual(DOOR_MATRIX[operation.operation as ControlPlaneOperation]);
    });
  }

  it('changed nothing while it asked', async () => {
    expect(await wordsOf(world.db)).toEqual(untouched);
    expect(await auditHead(world.db)).toBe(head);
  });
});
