import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { Field } from './field';
import { Form, SubmitButton } from './form';
import type { FormAction, FormState, Refused } from './form-state';
import { Input } from './input';

const refused: Refused & { requestId: string } = {
  status: 'refused',
  code: 'already_exists',
  message: 'There is such a group already.',
  errors: [{ path: 'slug', message: 'Choose another slug.' }],
  requestId: 'req_01kb0000000000000000000000',
};

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  return () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  };
});

async function submitted(action: FormAction<string>, onDone = vi.fn()) {
  const screen = await render(
    <Form action={action} onDone={onDone}>
      <Field name="slug" label="Slug">
        <Input />
      </Field>
      <SubmitButton>Save</SubmitButton>
    </Form>,
  );
  await screen.getByRole('textbox', { name: 'Slug' }).fill('billing');
  await screen.getByRole('button', { name: 'Save' }).click();
  return { screen, onDone };
}

test('a refusal tells message, fields, code and the id of the request, and takes the focus', async () => {
  const { screen, onDone } = await submitted(async () => refused);
  const alert = screen.getByRole('alert');
  await expect.element(alert).toHaveTextContent(refused.message);
  await expect.element(alert).toHaveTextContent('Choose another slug.');
  await expect.element(alert.getByText('already_exists')).toBeVisible();
  await expect.element(alert.getByText(refused.requestId)).toBeVisible();
  await expect.element(alert.getByRole('button', { name: 'Copy request id' })).toBeVisible();
  await expect.poll(() => document.activeElement?.contains(alert.element())).toBe(true);
  expect(onDone).not.toHaveBeenCalled();
});

test('the refused field says why, and keeps what was typed', async () => {
  const { screen } = await submitted(async () => refused);
  const slug = screen.getByRole('textbox', { name: 'Slug' });
  await expect.element(slug).toHaveAccessibleDescription('Choose another slug.');
  await expect.element(slug).toBeInvalid();
  await expect.element(slug).toHaveValue('billing');
});

test('without an answer it says what is not known, and no id it does not have', async () => {
  const { screen } = await submitted(() => Promise.reject(new TypeError('Failed to fetch')));
  const alert = screen.getByRole('alert');
  await expect.element(alert).toHaveTextContent('No answer from Keyward');
  await expect.element(alert).toHaveTextContent('it is not known whether this was saved');
  await expect.element(alert).not.toHaveTextContent('Request');
});

test('the result is handed on once, and a refusal before it is gone', async () => {
  const answers: FormState<string>[] = [refused, { status: 'done', result: 'saved' }];
  const onDone = vi.fn();
  const action: FormAction<string> = async () => answers.shift() ?? refused;
  const { screen } = await submitted(action, onDone);
  await expect.element(screen.getByRole('alert')).toBeVisible();
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => onDone.mock.calls).toEqual([['saved', undefined]]);
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
});
