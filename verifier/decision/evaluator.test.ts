import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import type { SnapshotSource, SnapshotStore } from '../snapshots/snapshot-store';
import { Evaluator, STALE_AFTER_MS } from './evaluator';
import type { Question } from './port';

const GRACE_MS = 30_000;
const secret = generateTokenSecret('service');

const token = (state: 'active' | 'revoked'): TokenSnapshot => ({
  token: {
    ...{ id: 'tok_1', name: 'bot', kind: 'service', state, endedWithMembership: false },
    ...{ expiresAtMs: Number.MAX_SAFE_INTEGER, retiresAtMs: null, idleSinceMs: 0 },
    meetsPolicyUntilMs: Number.POSITIVE_INFINITY,
    allows: () => true,
    restriction: null,
    onlyApiId: null,
    ancestors: null,
  },
  identity: { id: 'idn_1', type: 'service', name: 'bot', state: 'active' },
  groupId: 'grp_1',
  membership: { role: 'member', expiresAtMs: null },
});

const group: GroupSnapshot = {
  ...{ id: 'grp_1', slug: 'billing', name: 'Billing', state: 'active' },
  allows: () => true,
  idleLimitSeconds: null,
  grants: new Map([
    [
      'billing',
      new Map([['listInvoices', [{ id: 'scp_1', name: 'invoices:read', apiId: 'api_1' }]]]),
    ],
  ]),
};

const question: Question = {
  secret,
  target: { by: 'life', api: null },
  request: { method: null, path: null, ip: null, userAgent: null, requestId: null },
  callerTokenId: null,
};

let silentMs: number;
let asked: number;
let source: SnapshotSource;
let evaluator: Evaluator;

/** Memory says that the token is alive; the database, where it answers, that it is revoked. */
beforeEach(() => {
  vi.useFakeTimers();
  silentMs = 0;
  asked = 0;
  source = {
    token: async () => {
      asked += 1;
      return token('revoked');
    },
    group: async () => group,
    directory: async () => ({ named: () => null }) as never,
    routes: () => Promise.reject(new Error('not asked for')),
  };
  const inMemory = {
    token: () => token('active'),
    cachedToken: () => token('active'),
    group: () => group,
    directory: () => ({ named: () => null }),
  };
  const store = { ...inMemory, inMemory } as unknown as SnapshotStore;
  evaluator = new Evaluator({
    store,
    source,
    silentForMs: () => silentMs,
    outageGraceMs: GRACE_MS,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const unreachable = () => {
  source.token = () => {
    asked += 1;
    return Promise.reject(new Error('connection refused'));
  };
};
const code = async () => (await evaluator.evaluate(question)).code;

describe('while the feed is live', () => {
  it('decides at once and from memory, up to the last moment', async () => {
    silentMs = STALE_AFTER_MS;
    expect(evaluator.evaluateAtOnce(question)).toMatchObject({
      code: 'allowed',
      scopes: ['billing/invoices:read'],
    });
    expect(await code()).toBe('allowed');
    expect(asked).toBe(0);
  });
});

describe('once the feed is silent', () => {
  beforeEach(() => {
    silentMs = STALE_AFTER_MS + 1;
  });

  it('believes no memory but asks the database', async () => {
    expect(evaluator.evaluateAtOnce(question)).toBeNull();
    expect(await evaluator.evaluate(question)).toMatchObject({ code: 'token_revoked', scopes: [] });
  });

  it('goes by memory while the database is unreachable, until the grace is over', async () => {
    unreachable();
    expect(await code()).toBe('allowed');
    silentMs = GRACE_MS + 1;
    await expect(evaluator.evaluate(question)).rejects.toThrow('feed is silent');
  });

  it('asks an unreachable database again only after a moment', async () => {
    unreachable();
    await code();
    await code();
    expect(asked).toBe(1);
    vi.advanceTimersByTime(501);
    await code();
    expect(asked).toBe(2);
  });
});
