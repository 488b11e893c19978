import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { MemberBulk } from './member-bulk';
import type { MemberRow } from './member-row';

const member = (id: string, source: MemberRow['source'] = 'manual') =>
  ({ identity: { id, type: 'person', name: id }, role: 'member', source }) as MemberRow;

const show = (members: MemberRow[], onRemove = vi.fn()) =>
  render(
    <WithPage>
      <MemberBulk
        members={members}
        changeRefusal={undefined}
        onRole={vi.fn()}
        onEndDate={vi.fn()}
        onRemove={onRemove}
        onDone={vi.fn()}
      />
    </WithPage>,
  );

test('stages nothing for those whom a provider has given, and says how many', async () => {
  const onRemove = vi.fn();
  const screen = await show([member('ada'), member('max', 'sso'), member('noa', 'scim')], onRemove);
  await expect.element(screen.getByText('2 managed members left out')).toBeVisible();
  await screen.getByRole('button', { name: 'Remove' }).click();
  expect(onRemove).toHaveBeenCalledWith([member('ada')]);
});

test('offers nothing where all of them are managed', async () => {
  const screen = await show([member('max', 'sso')]);
  for (const name of ['Make lead', 'Make member', 'End date', 'Remove']) {
    await expect.element(screen.getByRole('button', { name })).toHaveAttribute('aria-disabled');
  }
});
