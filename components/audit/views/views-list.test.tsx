import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { paths } from '@/components/paths';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { ViewsList } from './views-list';

const view = (id: string, name: string, isOwn: boolean) => ({
  ...{ id, name, q: `group:${id}`, isOwn, isShared: !isOwn, updatedAt: '2026-03-02T12:00:00Z' },
  owner: { id: 'idn_1', name: isOwn ? 'Ada' : 'Grace' },
});

afterEach(() => vi.unstubAllGlobals());

async function start(search = '') {
  fakeServer().answer(paths.questions(), () => ({
    status: 'done',
    result: {
      privileged: ['grp_1'],
      saved: [view('sav_1', 'Odd hours', true), view('sav_2', 'Exports', false)],
    },
  }));
  const save = vi.fn(async (_previous: unknown, form: FormData) => ({
    ...{ status: 'done' as const, result: String(form.get('name')) },
  }));
  const remove = vi.fn(async () => ({ status: 'done' as const, result: undefined }));
  const screen = await render(
    <WithPage search={search}>
      <ViewsList save={save} remove={remove} />
    </WithPage>,
  );
  return { screen, save, remove };
}

test('ready views, one’s own and those of others lead to their queries', async () => {
  const { screen } = await start();
  const link = (name: RegExp) => screen.getByRole('link', { name });
  await expect
    .element(link(/^Denied in the last 24 hours/))
    .toHaveAttribute('href', paths.audit({ q: 'outcome:denied after:-24h' }));
  await expect
    .element(link(/^Changes to privileged groups/))
    .toHaveAttribute('href', paths.audit({ q: 'kind:change target:grp_1 after:-30d' }));
  await expect
    .element(link(/^Odd hours/))
    .toHaveAttribute('href', paths.audit({ q: 'group:sav_1' }));
  await expect.element(link(/^Exports.*Grace/)).toBeVisible();
  await expect
    .element(screen.getByRole('button', { name: 'Delete Exports' }))
    .not.toBeInTheDocument();
});

test('one’s own is deleted by its button', async () => {
  const { screen, remove } = await start();
  await screen.getByRole('button', { name: 'Delete Odd hours' }).click();
  expect(remove).toHaveBeenCalledExactlyOnceWith('sav_1');
  await expect.element(screen.getByText('Odd hours is deleted')).toBeVisible();
});

test('what is shown is saved with its range among the terms', async () => {
  const { screen, save } = await start('?q=group:web&from=2026-03-01T00:00:00Z');
  await screen.getByRole('textbox', { name: /Save what is shown as/ }).fill('Web in March');
  await screen.getByRole('checkbox', { name: 'Everybody sees it among theirs' }).click();
  await screen.getByRole('button', { name: 'Save view' }).click();
  await expect.element(screen.getByText('Web in March is saved')).toBeVisible();
  const form = save.mock.lastCall?.[1] as FormData;
  expect(form.get('q')).toBe('group:web after:2026-03-01');
  expect(form.get('isShared')).not.toBe(null);
});
