import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAddressFilter } from './address-filter';
import {
  type DecisionCode,
  decide,
  isRequestDenial,
  REQUEST_DENIALS,
  type RequestedAccess,
  TOKEN_DENIALS,
} from './decide';
import type { Ancestor, GroupSnapshot, TokenSnapshot } from './snapshot';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const read = { id: 'scp_read', name: 'invoices:read', apiId: 'api_billing' };
const audit = { id: 'scp_audit', name: 'audit', apiId: 'api_billing' };

interface Change {
  token?: Partial<TokenSnapshot['token']>;
  identity?: Partial<TokenSnapshot['identity']>;
  membership?: TokenSnapshot['membership'];
  group?: Partial<GroupSnapshot>;
  request?: RequestedAccess;
  ip?: string | null;
  at?: number;
}

/** A token that the token was made from, which lets everything pass. */
const above = (change: Partial<Ancestor> = {}): Ancestor => ({
  ...{ id: 'tok_0', state: 'active', expiresAtMs: NOW + HOUR, retiresAtMs: null },
  ...{ meetsPolicyUntilMs: Number.POSITIVE_INFINITY, idleSinceMs: NOW },
  ...{ allows: compileAddressFilter([]), restriction: null, onlyApiId: null },
  ...change,
});
/** A child of two, of which the first is so. */
const below = (change: Partial<Ancestor>): Change => ({
  token: { ancestors: [above(change), above({ id: 'tok_00' })] },
});

function decideWith(change: Change = {}) {
  const snapshot: TokenSnapshot = {
    identity: { id: 'idn_1', type: 'person', name: 'Max', state: 'active', ...change.identity },
    groupId: 'grp_1',
    membership:
      change.membership === undefined ? { role: 'member', expiresAtMs: null } : change.membership,
    token: {
      id: 'tok_1',
      name: 'laptop',
      kind: 'personal',
      state: 'active',
      endedWithMembership: false,
      expiresAtMs: NOW + HOUR,
      retiresAtMs: null,
      meetsPolicyUntilMs: Number.POSITIVE_INFINITY,
      idleSinceMs: NOW - 24 * HOUR,
      allows: compileAddressFilter([]),
      restriction: null,
      onlyApiId: null,
      ancestors: null,
      ...change.token,
    },
  };
  const group: GroupSnapshot = {
    id: 'grp_1',
    slug: 'billing',
    name: 'Billing',
    state: 'active',
    allows: compileAddressFilter([]),
    idleLimitSeconds: null,
    grants: new Map([
      [
        'billing',
        new Map([
          ['listInvoices', [audit, read]],
          ['getReport', [audit]],
        ]),
      ],
    ]),
    ...change.group,
  };
  const request = change.request ?? {
    kind: 'operation',
    api: 'billing',
    operation: 'listInvoices',
  };
  const ip = change.ip === undefined ? '10.1.2.3' : change.ip;
  return decide(snapshot, group, { ...request, ip }, change.at ?? NOW);
}

describe('decide', () => {
  it('allows a granted operation and names every scope that holds it', () => {
    expect(decideWith()).toEqual({ code: 'allowed', scope: audit, scopes: [audit, read] });
  });

  it.each<[string, DecisionCode, Change]>([
    ['a revoked token', 'token_revoked', { token: { state: 'revoked' } }],
    [
      'a token that ended with a membership, which has begun again since',
      'membership_ended',
      { token: { state: 'revoked', endedWithMembership: true } },
    ],
    ['a suspended token', 'token_suspended', { token: { state: 'suspended' } }],
    ['a token at its very end', 'token_expired', { at: NOW + HOUR }],
    ['a token without a readable end', 'token_expired', { token: { expiresAtMs: Number.NaN } }],
    [
      'a token rotated out, at the end of the overlap',
      'token_retired',
      { token: { retiresAtMs: NOW } },
    ],
    ['a suspended identity', 'identity_suspended', { identity: { state: 'suspended' } }],
    ['nobody’s membership', 'membership_ended', { membership: null }],
    [
      'a membership at its very end',
      'membership_ended',
      { membership: { role: 'member', expiresAtMs: NOW } },
    ],
    ['a group that is not the token’s', 'membership_ended', { group: { id: 'grp_2' } }],
    ['a frozen group', 'group_frozen', { group: { state: 'frozen' } }],
    [
      'a token unused for longer than its group allows',
      'idle',
      { group: { idleLimitSeconds: 3_600 }, token: { idleSinceMs: NOW - HOUR - 1 } },
    ],
    [
      'a token whose last use can’t be read',
      'idle',
      { group: { idleLimitSeconds: 3_600 }, token: { idleSinceMs: Number.NaN } },
    ],
    [
      'an idle token of somebody suspended',
      'identity_suspended',
      { group: { idleLimitSeconds: 3_600 }, identity: { state: 'suspended' } },
    ],
    [
      'an idle token from elsewhere',
      'idle',
      { group: { idleLimitSeconds: 3_600, allows: () => false } },
    ],
    ['a child of a revoked token', 'parent_ended', below({ state: 'revoked' })],
    ['a child of a suspended token', 'parent_ended', below({ state: 'suspended' })],
    ['a child of a token at its very end', 'parent_ended', below({ expiresAtMs: NOW })],
    ['a child of a token rotated out', 'parent_ended', below({ retiresAtMs: NOW })],
    [
      'a child of a token that its policy refuses',
      'parent_ended',
      below({ meetsPolicyUntilMs: NOW }),
    ],
    [
      'a child of an idle token',
      'parent_ended',
      { ...below({ idleSinceMs: NOW - HOUR - 1 }), group: { idleLimitSeconds: 3_600 } },
    ],
    [
      'an address outside what its parent allows',
      'ip_not_allowed',
      below({ allows: compileAddressFilter(['192.0.2.0/24']) }),
    ],
    [
      'an operation outside its parent’s restriction',
      'operation_not_in_token',
      below({ restriction: new Set(['scp_other']) }),
    ],
    [
      'an operation of another API than its parent’s',
      'operation_not_in_token',
      below({ onlyApiId: 'api_crm' }),
    ],
    [
      'an operation of another API than the child’s own',
      'operation_not_in_token',
      { token: { ancestors: [above()], onlyApiId: 'api_crm' } },
    ],
    [
      'an address outside the token’s CIDRs',
      'ip_not_allowed',
      { token: { allows: compileAddressFilter(['192.0.2.0/24']) } },
    ],
    [
      'an address outside the group’s CIDRs',
      'ip_not_allowed',
      { group: { allows: compileAddressFilter(['192.0.2.0/24']) } },
    ],
    [
      'no address where one is asked for',
      'ip_not_allowed',
      { ip: null, group: { allows: compileAddressFilter(['0.0.0.0/0']) } },
    ],
    ['an unknown API', 'api_unknown', { request: { kind: 'unresolved', code: 'api_unknown' } }],
    [
      'an unknown operation',
      'operation_unknown',
      { request: { kind: 'unresolved', code: 'operation_unknown' } },
    ],
    [
      'an ambiguous path',
      'path_ambiguous',
      { request: { kind: 'unresolved', code: 'path_ambiguous' } },
    ],
    [
      'an operation of no scope',
      'operation_not_granted',
      { request: { kind: 'operation', api: 'billing', operation: 'deleteInvoice' } },
    ],
    [
      'an API the group knows nothing of',
      'operation_not_granted',
      { request: { kind: 'operation', api: 'other', operation: 'listInvoices' } },
    ],
    [
      'an operation named like an object’s member',
      'operation_not_granted',
      { request: { kind: 'operation', api: '__proto__', operation: 'constructor' } },
    ],
    [
      'a scope the group does not own',
      'operation_not_granted',
      { request: { kind: 'scope', api: 'billing', scope: 'invoices:write' } },
    ],
    [
      'an operation outside the token’s restriction',
      'operation_not_in_token',
      {
        token: { restriction: new Set(['scp_read']) },
        request: { kind: 'operation', api: 'billing', operation: 'getReport' },
      },
    ],
    [
      'a token restricted to a scope since deleted',
      'operation_not_in_token',
      { token: { restriction: new Set() } },
    ],
  ])('denies %s with %s', (_what, code, change) => {
    expect(decideWith(change)).toEqual({ code, scope: null, scopes: [] });
  });

  it('allows one millisecond before each end', () => {
    expect(decideWith({ at: NOW + HOUR - 1 }).code).toBe('allowed');
    expect(decideWith({ token: { retiresAtMs: NOW + 1 } }).code).toBe('allowed');
    expect(decideWith({ membership: { role: 'lead', expiresAtMs: NOW + 1 } }).code).toBe('allowed');
  });

  it('allows a token unused for exactly as long as its group allows', () => {
    const unusedFor = (ms: number) =>
      decideWith({ group: { idleLimitSeconds: 3_600 }, token: { idleSinceMs: NOW - ms } }).code;
    expect([unusedFor(0), unusedFor(HOUR), unusedFor(HOUR + 1)]).toEqual([
      ...['allowed', 'allowed', 'idle'],
    ]);
    // A use by a clock ahead of ours is a use.
    expect(unusedFor(-HOUR)).toBe('allowed');
  });

  it('allows within a restriction, naming only the scopes inside it', () => {
    const verdict = decideWith({ token: { restriction: new Set(['scp_read']) } });
    expect(verdict).toEqual({ code: 'allowed', scope: read, scopes: [read] });
  });

  it('allows a child what every token above it has, and names those scopes alone', () => {
    expect(decideWith(below({}))).toEqual({ code: 'allowed', scope: audit, scopes: [audit, read] });
    const verdict = decideWith(below({ restriction: new Set(['scp_read']) }));
    expect(verdict).toEqual({ code: 'allowed', scope: read, scopes: [read] });
  });

  it('allows a scope by its name', () => {
    const request = { kind: 'scope', api: 'billing', scope: 'invoices:read' } as const;
    expect(decideWith({ request })).toEqual({ code: 'allowed', scope: read, scopes: [read] });
  });

  it('says of a token that works that it does, whatever it holds', () => {
    const request = { kind: 'life' } as const;
    const alive = { code: 'allowed', scope: null, scopes: [] };
    expect(decideWith({ request })).toEqual(alive);
    expect(decideWith({ request, group: { grants: new Map() } })).toEqual(alive);
    expect(decideWith({ request, token: { restriction: new Set() } })).toEqual(alive);
  });

  it('denies for the request alone where the token works, and for the token alone where not', () => {
    const resolved = fc.record({
      kind: fc.constantFrom('operation' as const),
      api: fc.constantFrom('billing', 'other'),
      operation: fc.constantFrom('listInvoices', 'getReport', 'deleteInvoice'),
    });
    const unresolved = fc.constantFrom('api_unknown', 'operation_unknown', 'path_ambiguous');
    const requests: fc.Arbitrary<RequestedAccess> = fc.oneof(
      resolved,
      fc.record({
        kind: fc.constantFrom('scope' as const),
        api: fc.constantFrom('billing', 'other'),
        scope: fc.constantFrom('invoices:read', 'invoices:write'),
      }),
      unresolved.map((code) => ({ kind: 'unresolved' as const, code })),
    );
    const somehow = fc.record({
      state: fc.constantFrom('active' as const, 'suspended' as const, 'revoked' as const),
      retiresAtMs: fc.constantFrom(null, NOW - 1, NOW, NOW + 1),
      expiresAtMs: fc.constantFrom(NOW - 1, NOW, NOW + 1),
      identity: fc.constantFrom('active' as const, 'suspended' as const),
      membership: fc.constantFrom(undefined, null),
      group: fc.constantFrom('active' as const, 'frozen' as const),
      idleSinceMs: fc.constantFrom(NOW - HOUR, NOW - HOUR - 1),
      restriction: fc.constantFrom(null, new Set<string>(), new Set(['scp_read'])),
      ip: fc.constantFrom('10.1.2.3', '192.0.2.1', null),
      request: requests,
    });
    fc.assert(
      fc.property(somehow, ({ identity, membership, group, ip, request, ...token }) => {
        const change = {
          token: { ...token, allows: compileAddressFilter(['10.0.0.0/8']) },
          identity: { state: identity },
          membership,
          group: { state: group, idleLimitSeconds: 3_600 },
          ip,
        };
        const life = decideWith({ ...change, request: { kind: 'life' } }).code;
        const { code } = decideWith({ ...change, request });
        if (life === 'allowed') expect(code === 'allowed' || isRequestDenial(code)).toBe(true);
        else expect(code).toBe(life);
        expect(isRequestDenial(life)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has each denial on one list: of the token, or of the request', () => {
    const codes: readonly DecisionCode[] = [...TOKEN_DENIALS, ...REQUEST_DENIALS];
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter(isRequestDenial)).toEqual(REQUEST_DENIALS);
  });

  it('never allows more for being restricted, suspended, idle, late or elsewhere', () => {
    const anything = fc.record({
      state: fc.constantFrom('active', 'suspended', 'revoked') as fc.Arbitrary<'active'>,
      identity: fc.constantFrom('active', 'suspended') as fc.Arbitrary<'active'>,
      group: fc.constantFrom('active', 'frozen') as fc.Arbitrary<'active'>,
      idleLimitSeconds: fc.option(fc.constantFrom(60, 3_600, 7_200)),
      unusedMs: fc.integer({ min: 0, max: 3 * HOUR }),
      restriction: fc.option(fc.subarray(['scp_read', 'scp_audit', 'scp_other'])),
      at: fc.integer({ min: NOW - 2 * HOUR, max: NOW + 2 * HOUR }),
      operation: fc.constantFrom('listInvoices', 'getReport', 'deleteInvoice', 'toString'),
      member: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, (input) => {
        const restriction = input.restriction === null ? null : new Set(input.restriction);
        const verdict = decideWith({
          token: { state: input.state, restriction, idleSinceMs: input.at - input.unusedMs },
          identity: { state: input.identity },
          membership: input.member ? { role: 'member', expiresAtMs: null } : null,
          group: { state: input.group, idleLimitSeconds: input.idleLimitSeconds },
          request: { kind: 'operation', api: 'billing', operation: input.operation },
          at: input.at,
        });
        const alive =
          input.state === 'active' &&
          input.identity === 'active' &&
          input.group === 'active' &&
          input.member &&
          (input.idleLimitSeconds === null || input.unusedMs <= input.idleLimitSeconds * 1_000) &&
          input.at < NOW + HOUR;
        const holding = {
          listInvoices: ['scp_read', 'scp_audit'],
          getReport: ['scp_audit'],
        } as Record<string, string[]>;
        const held = Object.hasOwn(holding, input.operation)
          ? (holding[input.operation] ?? [])
          : [];
        const granted = held.some((id) => restriction === null || restriction.has(id));
        expect(verdict.code === 'allowed').toBe(alive && granted);
      }),
      { numRuns: 2_000 },
    );
  });
});
