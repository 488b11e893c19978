import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { RotateSecret } from './rotate-secret';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Without the styles of the page a dialog lies below what shields the rest. */
const press = (of: { element(): Element }) => (of.element() as HTMLElement).click();

test('asks how long both sign, shows the new secret once, and when the old one ends', async () => {
  const forms: FormData[] = [];
  const onRefresh = vi.fn();
  const screen = await render(
    <WithPage onRefresh={onRefresh}>
      <RotateSecret
        name="chat"
        refusal={undefined}
        hasPrevious
        rotate={async (_previous, form) => {
          forms.push(form);
          const previousUntil = '2026-12-03T14:05:00Z';
          const result = { id: 'whk_1', name: 'chat', secret: SECRET, previousUntil };
          return { status: 'done', result };
        }}
      />
    </WithPage>,
  );
  await screen.getByRole('button', { name: 'Rotate secret' }).click();
  const dialog = screen.getByRole('dialog');
  await expect.element(dialog.getByText(/Two secrets sign now/)).toBeVisible();
  press(dialog.getByLabelText('For a week'));
  press(dialog.getByRole('button', { name: 'Rotate secret' }));
  await expect.element(screen.getByLabelText('Secret', { exact: true })).toHaveValue(SECRET);
  await expect.element(screen.getByText(/old signature too until 3 Dec 2026/)).toBeVisible();
  expect(forms[0]?.get('overlapSeconds')).toBe('604800');
  press(screen.getByLabelText('I have stored it'));
  await expect
    .element(screen.getByRole('button', { name: 'Done' }))
    .not.toHaveAttribute('aria-disabled');
  press(screen.getByRole('button', { name: 'Done' }));
  await vi.waitFor(() => expect(onRefresh).toHaveBeenCalled());
  expect(document.body.innerHTML).not.toContain(SECRET);
});
