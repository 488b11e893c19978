import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { SinkView } from '@/domain/sinks/sink-view';
import { type SinkActions, SinksTable } from './sinks-table';

const at = '2026-01-31T08:15:30.123456Z';
const position = {
  ...{ source: 'changes' as const, waiting: 0, lagSeconds: 0, delivered: 1_204, deliveredAt: at },
  ...{ failures: 0, failingSince: null, lastError: null, nextAttemptAt: null },
};
const sink: SinkView = {
  ...{ id: 'snk_1', name: 'siem', where: 'tls://logs.example.com:6514', credential: null },
  place: { kind: 'syslog', host: 'logs.example.com', port: 6514, tls: true },
  ...{ state: 'active', positions: [position], createdAt: at },
  test: { askedAt: null, testedAt: null, error: null },
  createdBy: { id: 'idn_1', name: 'Ada' },
};
const done = async () => ({ status: 'done' as const, result: undefined });

function show(view: SinkView, refusal?: string, more: Partial<SinkActions> = {}) {
  const update = async () => ({ status: 'done' as const, result: { id: 'snk_1', name: 'siem' } });
  const actions = { ...{ update, setState: done, test: done, remove: done }, ...more };
  const refusals = { update: refusal, test: refusal, remove: refusal };
  return render(
    <WithPage>
      <SinksTable rows={[{ view, refusals }]} isPast={false} actions={actions} />
    </WithPage>,
  );
}

test('a sink that is stuck says since when, why, and when it is tried next', async () => {
  const failing = {
    ...{ ...position, waiting: 12, lagSeconds: 180, failures: 3, failingSince: at },
    ...{ lastError: 'logs.example.com answered 503.', nextAttemptAt: at },
  };
  const screen = await show({ ...sink, positions: [failing] });
  const row = screen.getByRole('row', { name: /^siem/ });
  await expect.element(row).toHaveTextContent(/Stuck.*since.*answered 503\..*Next try/);
  await expect.element(row).toHaveTextContent('Changes: 12 waiting, the oldest 3 minutes old');
  await expect.element(row).toHaveTextContent('1,204 in all');
});

test('who may not change a sink sees how it stands, and why nothing else', async () => {
  const remove = vi.fn(done);
  const screen = await show(sink, 'Only administrators may.', { remove });
  await expect.element(screen.getByText('Up to date')).toBeVisible();
  await screen.getByRole('button', { name: 'Actions for siem' }).click();
  for (const entry of ['Test…', 'Change…', 'Pause…', 'Delete…']) {
    const item = screen.getByRole('menuitem', { name: entry });
    await expect.element(item).toHaveAttribute('aria-disabled', 'true');
    await expect.element(item).toHaveTextContent('Only administrators may.');
  }
  expect(remove).not.toHaveBeenCalled();
});

test('a refused deletion stays in its dialog, with the reason', async () => {
  const refused = { status: 'refused' as const, code: 'not_found', message: 'It is gone.' };
  const screen = await show(sink, undefined, { remove: async () => refused });
  await screen.getByRole('button', { name: 'Actions for siem' }).click();
  await screen.getByRole('menuitem', { name: 'Delete…' }).click();
  const dialog = screen.getByRole('alertdialog');
  await expect.element(dialog).toHaveTextContent('how far it had got is forgotten');
  // Without the styles of the product the backdrop lies above.
  const confirm = dialog.getByRole('button', { name: 'Delete' });
  (confirm.element() as HTMLButtonElement).click();
  await expect.element(dialog).toHaveTextContent('It is gone.');
});
