import { expect } from 'vitest';
import { freezeApi } from '@/domain/apis/freeze-api';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeMatching } from '@/domain/tokens/revoke-matching';
import { getOverview } from './get-overview';

it('shows what was taken from many at once: an API frozen and opened, tokens revoked by filter', async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'one of many' };
  await asAdministrator(world, createToken, input);
  await asAdministrator(world, freezeApi, { api: 'billing', reason: 'leaked' });
  await asAdministrator(world, unfreezeApi, { api: 'billing' });
  await asAdministrator(world, revokeMatching, { createdBy: world.administratorId, expect: 100 });
  const found = await runQuery(getOverview, contextOf(world.db, world.administrator), {});
  const shown = found.ok ? (found.value.riskyChanges ?? []) : [];
  expect(shown.slice(0, 3).map(({ action }) => action)).toEqual([
    ...['tokens.revokeMatching', 'apis.unfreeze', 'apis.freeze'],
  ]);
});
