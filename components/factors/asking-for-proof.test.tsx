import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Form, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, Refused } from '@/components/ui/form-state';
import { AskingForProof } from './asking-for-proof';
import type { Proving, Ways } from './proving';

const refused = (code: string): Refused => ({ status: 'refused', code, message: `Says ${code}.` });
const done = { status: 'done', result: undefined } as const;
const BY_PASSWORD: Ways = {
  ...{ password: true, app: false, passkey: false, provider: null },
  ...{ isByProvider: false, passkeyOrigin: null },
};

let isProven = false;
const change = vi.fn(
  async (): Promise<ActionOutcome> => (isProven ? done : refused('proof_needed')),
);
const never = async () => refused('never');
const proving: Proving = {
  ...{ byCode: never, passkeyOptions: never, beginAtProvider: never, byPasskey: never },
  ways: async () => ({ status: 'done', result: BY_PASSWORD }),
  byPassword: async (_, form) => {
    isProven = form.get('password') === 'the right one';
    return isProven ? done : refused('wrong_password');
  },
};
const onDone = vi.fn();
beforeEach(() => {
  isProven = false;
  vi.clearAllMocks();
});

const ASKERS = [
  [
    'a form',
    <Form key="form" action={change} onDone={() => onDone()}>
      <SubmitButton>Change it</SubmitButton>
    </Form>,
  ],
  [
    'a question',
    <ConfirmDialog
      key="question"
      open
      onOpenChange={onDone}
      title="Change it?"
      confirmLabel="Change it"
      onConfirm={change}
    >
      It is changed.
    </ConfirmDialog>,
  ],
] as const;

/** Without the styles of the page, the backdrop of a dialog is in a pointer's way. */
const press = (button: { element(): Element }) => (button.element() as HTMLElement).click();

test.each(ASKERS)(
  'what %s asked goes on once somebody has proved who they are',
  async (_, asker) => {
    const screen = await render(
      <WithPage>
        {asker}
        <AskingForProof proving={proving} />
      </WithPage>,
    );
    const asks = screen.getByRole('button', { name: 'Change it' });
    await expect.element(asks).toBeVisible();
    press(asks);
    const dialog = screen.getByRole('dialog', { name: 'Prove that it is you' });
    const goOn = dialog.getByRole('button', { name: 'Go on' });
    await dialog.getByLabelText('Your password', { exact: true }).fill('a wrong one');
    press(goOn);
    await expect.element(dialog.getByText('Says wrong_password.').first()).toBeVisible();
    expect(change).toHaveBeenCalledTimes(1);
    await dialog.getByLabelText('Your password', { exact: true }).fill('the right one');
    press(goOn);
    await expect.poll(() => onDone).toHaveBeenCalledOnce();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(change).toHaveBeenCalledTimes(2);
  },
);
