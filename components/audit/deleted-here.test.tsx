import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { paths } from '@/components/paths';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { DeletedHere } from './deleted-here';

const webhook = 'whk_01m8e4ewecfzxanzk299m5tq1r';
const NOTHING = 'There is nothing at this address any more, or it is out of your reach';

afterEach(() => vi.unstubAllGlobals());

function start(path: string, deletion: object | null) {
  const server = fakeServer();
  server.answer(paths.questions(), () => ({ status: 'done', result: { deletion } }));
  const page = render(
    <WithPage>
      <PathnameContext.Provider value={path}>
        <DeletedHere />
      </PathnameContext.Provider>
    </WithPage>,
  );
  return { server, page };
}

test('says who has deleted what an address names, when and why, and leads to the change', async () => {
  const deletion = {
    ...{ id: 'evt_1', at: '2026-01-01T00:00:00.000Z', by: 'Ada' },
    ...{ name: 'Chat', reason: 'the room is closed' },
  };
  const { server, page } = start(`/settings/webhooks/${webhook}`, deletion);
  const { getByText, getByRole } = await page;
  await expect.element(getByText('Chat was deleted')).toBeVisible();
  await expect.element(getByText(/^By Ada, .*: the room is closed$/)).toBeVisible();
  await expect
    .element(getByRole('link', { name: 'See the change' }))
    .toHaveAttribute('href', paths.auditEvent('evt_1'));
  expect(server.to(paths.questions())).toEqual([
    { question: 'deletion', value: { target: webhook } },
  ]);
});

test('where nothing tells of a deletion, it may also be out of reach', async () => {
  const { server, page } = start(`/settings/webhooks/${webhook}`, null);
  const { getByText } = await page;
  await expect.poll(() => server.sent).toHaveLength(1);
  await expect.element(getByText(NOTHING)).toBeVisible();
});

test('asks nothing of an address without an id', async () => {
  const { server, page } = start('/groups/billing', null);
  const { getByText } = await page;
  await expect.element(getByText(NOTHING)).toBeVisible();
  expect(server.sent).toEqual([]);
});
