import { Command } from 'commander';
import { beforeEach, expect, it, vi } from 'vitest';
import { bodyOf, recordRequests } from '@/cli/testing/record-requests';
import { generateTokenSecret, hashTokenSecret } from '@/domain/base/token-format';
import { addAnomaly } from './anomaly';
import { addBlastRadius } from './blast-radius';
import { addGroup } from './group';
import { addIdentity } from './identity';
import { addIncident } from './incident';
import { addReceipts } from './receipts';
import { addRetention } from './retention';
import { addToken } from './token';
import { addView } from './view';

const settings = vi.hoisted(() => ({ keywardUrl: '', keywardToken: 'a token' }));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const ADDED = [
  ...[addAnomaly, addBlastRadius, addGroup, addIdentity, addIncident, addReceipts, addRetention],
  ...[addToken, addView],
];

/** What is answered next. */
let answers: object[] = [];
const requests = recordRequests(settings, () => ({ body: answers.shift() ?? {} }));
const asked = () => requests.map((request) => ({ what: request.what, body: bodyOf(request) }));
beforeEach(() => {
  answers = [];
});

function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const each of command.commands) quiet(each);
}

/** Types it; the answers are given one after another. @returns what was printed */
async function typed(args: readonly string[], ...given: object[]): Promise<string> {
  answers = given;
  const program = new Command('keyward');
  for (const add of ADDED) add(program);
  quiet(program);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return write.mock.calls.map(([text]) => String(text)).join('');
  } catch (error) {
    throw Object.assign(error as Error, { printed: write.mock.calls.join('') });
  } finally {
    write.mockRestore();
  }
}

const group = {
  ...{ id: 'grp_1', slug: 'billing', name: 'Billing', description: '', builtIn: false },
  ...{ policy: {}, scopes: [], memberCount: 2, liveTokenCount: 9, operationCount: 4 },
  ...{ state: 'frozen', frozenReason: 'a leak', frozenUntil: '2027-01-31T08:00:00.000Z' },
};

it('freezes a group for a span or until a time, but not both, and says when that ends', async () => {
  const said = await typed(
    ['group', 'freeze', 'billing', '--for', '2h', '--reason', 'leak'],
    group,
  );
  expect(said).toBe('billing: frozen: none of its tokens work, until 2027-01-31T08:00:00.000Z\n');
  const { what, body } = asked()[0] as { what: string; body: { until: string; reason: string } };
  expect([what, body.reason]).toEqual(['POST /api/v1/groups/billing/freeze', 'leak']);
  expect(Math.round((Date.parse(body.until) - Date.now()) / 60_000)).toBe(120);
  const both = ['group', 'freeze', 'billing', '--for', '2h', '--until', '2027-01-31T08:00:00Z'];
  await expect(typed(both)).rejects.toThrow(/cannot be used with/);
  await expect(typed(['group', 'freeze', 'billing', '--for', 'ever'])).rejects.toThrow(/8h/);
  const open = await typed(['group', 'freeze', 'billing'], { ...group, frozenUntil: null });
  expect(open).toBe('billing: frozen: none of its tokens work, until it is unfrozen\n');
  expect(await typed(['group', 'show', 'billing'], group)).toMatch(
    /^state +frozen until 2027-01-31T08:00:00\.000Z: a leak$/m,
  );
});

const receipts = (confirmed: boolean) => ({
  seq: 7,
  verifiers: [
    { name: 'eu-1', confirmed: true, confirmedAt: '2026-01-31T08:00:00.000Z', latencyMs: 12 },
    {
      name: 'eu-2',
      confirmed,
      confirmedAt: null,
      latencyMs: null,
      staleUntil: '2026-01-31T08:01Z',
    },
  ],
});

it('waits for receipts, and fails where a verifier never confirms', async () => {
  const wait = ['receipts', '7', '--wait', '30s'];
  expect(await typed(wait, receipts(false), receipts(true))).toBe(
    'eu-1  confirmed after 12 ms\neu-2  confirmed\n',
  );
  await expect(typed(['receipts', '7'], receipts(false))).rejects.toMatchObject({
    message: 'change 7 is not confirmed by eu-2: look whether it runs',
    printed: expect.stringContaining('may answer as before until 2026-01-31T08:01Z'),
  });
  await expect(typed(['receipts', 'last'])).rejects.toThrow(/number of a change/);
});

it('revokes by a filter only with the count that was seen', async () => {
  const found = {
    ...{ count: 2, at: '2026-01-31T08:00:00.000Z' },
    tokens: [...[{ id: 'tok_1', name: 'deploys', last4: 'x7Qk' }]].map((one) => ({
      ...one,
      identity: { name: 'mailer' },
      group: { slug: 'billing' },
    })),
  };
  const filter = ['--made-by', 'ada@example.com', '--used-from', '10.0.0.0/8'];
  expect(await typed(['token', 'matching', ...filter], found)).toBe(
    'tok_1  …x7Qk  billing  mailer  deploys\nand 1 more\n2 match: keyward token revoke-matching --expect 2 --seen-at 2026-01-31T08:00:00.000Z with the same filter revokes them.\n',
  );
  await expect(typed(['token', 'revoke-matching', ...filter])).rejects.toThrow(/--expect/);
  const done = { revoked: ['tok_1', 'tok_2'], revokedAt: '', seq: 9 };
  const seen = ['--expect', '2', '--seen-at', '2026-01-31T08:00:00.000Z'];
  const said = await typed(['token', 'revoke-matching', ...filter, ...seen], done);
  expect(said).toContain('Revoked 2: tok_1, tok_2\nChange 9: keyward receipts 9');
  expect(asked().at(-1)?.body).toEqual({
    ...{ createdBy: 'ada@example.com', usedFrom: '10.0.0.0/8', expect: 2 },
    seenAt: '2026-01-31T08:00:00.000Z',
  });
});

const token = {
  ...{ id: 'tok_1', name: 'deploys', status: 'active', prefix: 'kwp_', first4: '3fA9' },
  ...{ last4: 'x7Qk', identity: { name: 'mailer' }, group: { slug: 'billing' }, scopes: null },
  ...{ expiresAt: '2026-02-01T00:00:00.000Z', retiresAt: null, retiresOnUse: false },
  ...{ livingRelatives: 0, livingBelow: 0, createdBy: 'Ada', lastUsedAt: null, lastIp: null },
};

it('looks up every secret of a piece of log by its SHA-256 alone', async () => {
  const [one, other] = [generateTokenSecret('personal'), generateTokenSecret('service')];
  const log = `401 token=%22${one}%22\nBasic ${Buffer.from(`x:${other}`).toString('base64')}`;
  const found = { token, lastUses: [] };
  const told = await typed(['token', 'lookup', log], found, found);
  expect(told.match(/deploys \(tok_1, kwp_3fA9…x7Qk\)/g)).toHaveLength(2);
  const sha256 = (secret: string) => hashTokenSecret(secret).toString('hex');
  expect(asked().map(({ body }) => body)).toEqual([
    { sha256: sha256(one) },
    { sha256: sha256(other) },
  ]);
  expect(JSON.parse(await typed(['token', 'lookup', '--json', one], found))).toEqual(found);
  await expect(typed(['token', 'lookup', one.slice(0, -1)])).rejects.toThrow(
    'no whole Keyward secret',
  );
  expect(asked()).toHaveLength(3);
});

const ada = {
  ...{ id: 'idn_1', type: 'person', name: 'Ada', email: 'ada@example.com', slug: null },
  ...{ state: 'suspended', groups: [], liveTokenCount: 0, openSessionCount: 0, lastSeenAt: null },
};

it('stops a person with what they made, and says how that is taken back', async () => {
  const stopped = {
    ...{ identity: ada, revokedTokens: 3, endedSessions: 2, alsoRevokedTokens: 1, voidedLinks: 1 },
    seq: 11,
  };
  const args = ['identity', 'stop', 'ada@example.com', '--suspend', '--also-revoke', 'tok_9'];
  expect((await typed(args, stopped)).split('\n')).toEqual([
    'Ada: 3 tokens revoked, 2 sessions ended, 1 tokens of others revoked, 1 links for others voided, account suspended',
    'For 30 seconds: keyward identity undo-stop ada@example.com',
    'Change 11: keyward receipts 11 --wait 30s shows when every verifier has it',
    '',
  ]);
  expect(asked()).toEqual([
    {
      what: 'POST /api/v1/identities/ada%40example.com/stop',
      body: { suspend: true, alsoRevoke: ['tok_9'] },
    },
  ]);
});

const policy = { decisionsDays: 400, noticesDays: null, holdReason: 'a lawsuit' };
const retention = {
  ...{ policy, canSign: false, changes: 12, failure: { at: '2026-01-31T08:00Z', error: 'full' } },
  kept: { days: 31, rows: 900, oldest: '2025-12-31' },
  due: { days: 1, rows: 20 },
  next: [
    {
      ...{ day: '2025-12-31', rows: 20, dropsAt: '2026-02-07T00:00:00.000Z' },
      heldBy: [{ type: 'policy', id: null, name: 'a lawsuit' }],
    },
  ],
  notices: { kept: 5, due: 0 },
};

it('shows what goes next and what holds it, and what would go by other days', async () => {
  const text = await typed(['retention', 'show', '--decisions', '30'], retention);
  expect(asked()[0]?.what).toBe('GET /api/v1/retention?decisionsDays=30');
  expect(text).toMatch(/^decisions +30 days, not 400 days: 900 of 31 days/m);
  expect(text).toContain('goes 2026-02-07T00:00:00.000Z  held by the hold a lawsuit');
  expect(text).toContain('no NEXTAUTH_SECRET');
  expect(text).toContain('The last try failed 2026-01-31T08:00Z: full');
});

it('sets what was said of the retention, and leaves the rest as it is', async () => {
  const saved = { ...policy, holdReason: null };
  expect(await typed(['retention', 'set', '--no-hold'], retention, saved)).toBe(
    'Decisions are kept 400 days, notices for good\n',
  );
  expect(asked().at(-1)).toEqual({ what: 'PUT /api/v1/retention', body: saved });
  const days = ['--decisions', 'forever', '--notices', '90'];
  await typed(['retention', 'set', ...days], retention, policy);
  expect(asked().at(-1)?.body).toEqual({ ...policy, decisionsDays: null, noticesDays: 90 });
  await expect(typed(['retention', 'set'])).rejects.toThrow('say what to change');
  await expect(typed(['retention', 'set', '--notices', 'few'])).rejects.toThrow(/forever/);
});

it('wants one subject for a blast radius, and what to attach to an incident', async () => {
  for (const args of [[], ['--from', '2026-01-31T08:00:00Z'], ['--token', 'a', '--ip', '::1']]) {
    await expect(typed(['blast-radius', ...args])).rejects.toThrow('say whom it is about');
  }
  const twice = ['blast-radius', '--ip', '192.0.2.0/24', '--ip', '198.51.100.7'];
  await expect(typed(twice)).rejects.toThrow(/given already, as 192.0.2.0\/24/);
  await expect(typed(['incident', 'attach', 'inc_1'])).rejects.toThrow('say what to attach');
  await expect(typed(['incident', 'close', 'inc_1'])).rejects.toThrow(/--summary/);
  expect(asked()).toEqual([]);
});

it('deletes a view of one’s own by its name, and none of somebody else’s', async () => {
  const view = {
    ...{ id: `sav_${'0'.repeat(26)}`, name: 'Denied', q: 'outcome:denied', isShared: true },
    ...{ isOwn: true, owner: { id: 'idn_1', name: 'Ada' }, updatedAt: '2026-01-31T08:00:00.000Z' },
  };
  const page = { items: [view], nextCursor: null };
  expect(await typed(['view', 'delete', 'Denied'], page, view)).toBe('Denied: deleted\n');
  expect(asked().at(-1)?.what).toBe(`DELETE /api/v1/views/${view.id}`);
  const others = { ...page, items: [{ ...view, isOwn: false }] };
  await expect(typed(['view', 'delete', 'Denied'], others)).rejects.toThrow('no view of yours');
});

it('prints an anomaly with a command for its evidence that a shell takes as it is', async () => {
  const anomaly = {
    ...{ id: 'anm_1', kind: 'spread', title: 'Odd', text: 'Look.', dismissedAt: null },
    ...{ subject: { type: 'token', id: 'tok_1', name: 'x', last4: null }, dismissedBy: null },
    ...{ group: { id: 'grp_1', name: 'Billing' }, raisedAt: '2026-01-31T08:00:00.000Z' },
    evidence: { q: "a'b", from: '2026-01-31T08:00:00.000Z', to: '2026-01-31T08:01:00.000Z' },
  };
  const text = await typed(['anomaly', 'list'], { items: [anomaly], nextCursor: null });
  expect(asked()[0]?.what).toBe('GET /api/v1/anomalies?state=open&limit=200');
  expect(text).toContain(`--query 'a'\\''b'`);
});
