import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { operationUses } from '@/db/schema/operating';
import { newId } from '@/domain/base/ids';
import { type QueryResult, runQuery } from '@/domain/commands/run-query';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { listGroupUses, listTokenUses } from './list-uses';
import type { Uses } from './uses';

let token: string;

beforeAll(async () => {
  await asAdministrator(world, createScope, {
    api: 'billing',
    name: 'invoices:write',
    operations: ['createInvoice', 'deleteInvoice'],
  });
  const scopes = ['billing/invoices:read', 'billing/invoices:write'];
  await asAdministrator(world, setGroupScopes, { group: 'billing', scopes });
  const made = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
  });
  token = made.token.id;
});

/** As a verifier ships it. */
const used = (operation: string, daysAgo: number, more: object = {}) =>
  world.owner.insert(decisions).values({
    ...{ id: newId('decision'), verifier: 'test', outcome: 'allowed', code: 'allowed' },
    ...{ at: new Date(Date.now() - daysAgo * 86_400_000).toISOString() },
    ...{ api: 'billing', operation, tokenId: token, groupId: fixture.group.id, ...more },
  });
const asking = () => contextOf(world.db, world.administrator);
const ofToken = async () => answerOf(await runQuery(listTokenUses, asking(), { token }));
const ofGroup = async () => answerOf(await runQuery(listGroupUses, asking(), { group: 'billing' }));
function answerOf(found: QueryResult<Uses>) {
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

it('sets what a token may call beside what it called in 30 and in 90 days', async () => {
  await world.owner.execute(
    sql`select ensure_decision_partitions(current_date - 61, current_date)`,
  );
  await used('listInvoices', 1);
  await used('listInvoices', 60);
  await used('createInvoice', 60);
  await used('deleteInvoice', 1, { outcome: 'denied', code: 'operation_not_granted' });
  const uses = await ofToken();
  expect(uses).toMatchObject({ granted: 3, used30: 1, used90: 2 });
  expect(uses.scopes.map(({ name, isUnused }) => ({ name, isUnused }))).toEqual([
    { name: 'invoices:read', isUnused: false },
    { name: 'invoices:write', isUnused: false },
  ]);
  expect(uses.scopes[0]?.operations[0]).toMatchObject({ used30: 1, used90: 2 });
});

it('counts all tokens of a group together, and nothing of another’s', async () => {
  await used('listInvoices', 2, { tokenId: 'tok_of_somebody', groupId: 'grp_other' });
  const uses = await ofGroup();
  expect(uses).toMatchObject({ granted: 3, used30: 1, used90: 2 });
});

it('tells what was last denied, of what is granted and of what is not', async () => {
  await used('createInvoice', 3, { outcome: 'denied', code: 'ip_not_allowed' });
  await used('refund', 1, { outcome: 'denied', code: 'operation_not_granted' });
  const { scopes, others } = await ofToken();
  const written = scopes[1]?.operations.find(({ name }) => name === 'createInvoice');
  expect(written?.lastDeniedAt?.slice(0, 10)).toBe(dayBefore(3));
  expect(written?.lastUsedAt?.slice(0, 10)).toBe(dayBefore(60));
  expect(others).toMatchObject([{ api: 'billing', operation: 'refund' }]);
});

it('says the same where the decisions were dropped', async () => {
  const before = await ofToken();
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.delete(decisions);
  });
  expect(await ofToken()).toEqual(before);
  await world.owner.delete(operationUses);
  expect(await ofToken()).toMatchObject({ used90: 0, others: [] });
});

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
