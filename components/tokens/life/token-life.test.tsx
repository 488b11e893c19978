import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { lifeOf } from '@/domain/tokens/life';
import type { LifeEvent } from '@/domain/tokens/life-events';
import { TokenLife } from './token-life';

const nowMs = Date.parse('2026-03-20T12:00:00Z');
const token = {
  ...{
    id: 'tok_1',
    ancestorIds: [],
    status: 'active' as const,
    approval: null,
    createdAt: '2026-03-01T12:00:00.000Z',
  },
  ...{ createdBy: 'Ada', expiresAt: '2026-03-31T12:00:00.000Z', retiresAt: null },
  ...{ approvedAt: null, approvedBy: null, suspendedAt: null, suspendedBy: null },
  ...{ suspendReason: null, revokedAt: null, revokedBy: null, revokeReason: null },
  ...{ firstUsedAt: '2026-03-02T08:00:00.000Z', lastUsedAt: null },
};

const event = (seq: number, action: string, at: string, more: Partial<LifeEvent> = {}) => ({
  ...{ seq, id: `evt_${seq}`, at, action, actor: { name: 'Lea' }, target: { id: 'tok_1' } },
  ...{ outcome: 'done' as const, reason: null, after: null, affects: ['tok_1'], ...more },
});
const events = [
  event(1, 'tokens.create', '2026-03-01T12:00:00.100000Z'),
  event(2, 'tokens.suspend', '2026-03-10T12:00:00.000000Z', { reason: 'odd hours' }),
  event(3, 'tokens.resume', '2026-03-12T12:00:00.000000Z'),
];

const show = () =>
  render(
    <WithPage>
      <TokenLife life={lifeOf(token, events, nowMs)} nowMs={nowMs} />
    </WithPage>,
  );

test('the list says all that the drawing shows, in order, and leads to the events', async () => {
  const screen = await show();
  const list = screen.getByRole('list', { name: 'What happened, oldest first' });
  const lines = list.getByRole('listitem').elements();
  expect(lines.map(({ textContent }) => textContent?.replace(/\d+ Mar.*/, ''))).toEqual([
    ...['1Created by Lea', '2First used', '3Suspended by Lea: odd hours', '4Resumed by Lea'],
    '5Expires',
  ]);
  const links = list.getByRole('link').elements();
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    ...['/audit?event=evt_1', '/audit?event=evt_2', '/audit?event=evt_3'],
  ]);
  const drawn = [...document.querySelectorAll('[data-tooltip-visual] text')];
  expect(drawn.map(({ textContent }) => textContent).sort()).toEqual(['1', '2', '3', '4', '5']);
});

test('says how long it stood how, and what is to come', async () => {
  const screen = await show();
  const spent = screen.getByRole('list', { name: 'How long it stood how' });
  const lines = spent.getByRole('listitem').elements();
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    ...['Working 17 days, 11 days to come', 'Suspended 2 days'],
  ]);
});
