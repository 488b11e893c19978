import { expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { compileAddressFilter } from '@/domain/decision/address-filter';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import type { Decision } from '@/journal/record/decision';
import type { SnapshotReader } from '../snapshots/snapshot-store';
import { databaseClock } from './database-clock';
import { evaluateFromMemory } from './evaluate';

const LIMIT_SECONDS = 60;

function stage(unusedSeconds: number) {
  const token: TokenSnapshot = {
    identity: { id: 'idn_1', type: 'service', name: 'robot', state: 'active' },
    groupId: 'grp_1',
    membership: { role: 'member', expiresAtMs: null },
    token: {
      id: 'tok_1',
      name: 'deploy',
      kind: 'service',
      state: 'active',
      endedWithMembership: false,
      expiresAtMs: Number.POSITIVE_INFINITY,
      retiresAtMs: null,
      meetsPolicyUntilMs: Number.POSITIVE_INFINITY,
      idleSinceMs: databaseClock.nowMs() - unusedSeconds * 1_000,
      allows: compileAddressFilter([]),
      restriction: null,
      onlyApiId: null,
      ancestors: null,
    },
  };
  const group: GroupSnapshot = {
    id: 'grp_1',
    slug: 'billing',
    name: 'Billing',
    state: 'active',
    allows: compileAddressFilter([]),
    idleLimitSeconds: LIMIT_SECONDS,
    grants: new Map([
      ['billing', new Map([['refund', [{ id: 'scp_1', name: 'refunds', apiId: 'api_1' }]]])],
    ]),
  };
  const api = { id: 'api_1', slug: 'billing', basePaths: [], hasPublic: false };
  let reloads = 0;
  const snapshots = {
    token: () => token,
    cachedToken: () => token,
    reloadIdle() {
      reloads += 1;
      return reloads === 1 ? Promise.resolve() : null;
    },
    group: () => group,
    directory: () => ({ named: () => api, ofRoute: () => null }),
    routes: () => ({
      operationNames: new Map(['refund', 'other'].map((name) => [name, name])),
      match: () => ({ ok: false, code: 'operation_unknown' }),
      isPublic: () => false,
      leastScope: () => null,
    }),
  } as unknown as SnapshotReader;
  const ask = (operation: string) =>
    evaluateFromMemory(
      {
        secret: generateTokenSecret('service'),
        target: { by: 'operation', api: 'billing', operation },
        request: { method: null, path: null, ip: null, userAgent: null, requestId: null },
        callerTokenId: null,
      },
      snapshots,
    ) as Decision | Promise<unknown>;
  return { token: token.token, ask };
}

it('an allowed use is remembered at once, by the database’s clock', () => {
  const { token, ask } = stage(LIMIT_SECONDS - 1);
  const before = token.idleSinceMs;
  expect(ask('other')).toMatchObject({ code: 'operation_not_granted' });
  expect(token.idleSinceMs).toBe(before);
  const allowed = ask('refund') as Decision;
  expect(allowed.code).toBe('allowed');
  expect(token.idleSinceMs).toBe(allowed.atMs);
});

it('a token that seems to be idle is loaded anew, once, before it is denied', () => {
  const { token, ask } = stage(LIMIT_SECONDS + 1);
  const before = token.idleSinceMs;
  expect(ask('refund')).toBeInstanceOf(Promise);
  expect(ask('refund')).toMatchObject({ code: 'idle' });
  expect(token.idleSinceMs).toBe(before);
});
