'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

export interface SignInPreview {
  readonly lockingOut: number;
  readonly lockedOut: string[];
  readonly administrators: string[];
}

const WORDS = {
  everyone: {
    label: 'Everybody who has set one',
    hint: 'Beside the providers, where there are any.',
  },
  'break-glass': {
    label: 'Break-glass administrators alone',
    hint: 'Everybody else signs in with a provider. Each use of a break-glass password is told to all administrators.',
  },
};

/** Who may sign in with a password; read only without `save`. */
export function SignInPolicyForm(props: {
  localSignIn: keyof typeof WORDS;
  breakGlass: string[];
  save: FormAction | null;
  preview: (form: FormData) => Promise<ActionOutcome<SignInPreview>>;
}) {
  const toast = useToast();
  const router = useRouter();
  const [seen, setSeen] = useState<ActionOutcome<SignInPreview>>();
  async function look(button: HTMLButtonElement) {
    if (button.form) setSeen(await props.preview(new FormData(button.form)));
  }
  return (
    <Section
      title="Passwords"
      description="Switch them off once an administrator has signed in with a provider. Somebody whom it locks out can be brought back on the server with keyward recover."
    >
      {props.save ? (
        <Form
          action={props.save}
          aria-label="Passwords"
          onDone={() => {
            toast.done('Who may sign in with a password is saved');
            setSeen(undefined);
            router.refresh();
          }}
        >
          <FieldGroup name="localSignIn" label="Who may sign in with a password">
            <RadioGroup
              name="localSignIn"
              defaultValue={props.localSignIn}
              options={Object.entries(WORDS).map(([value, words]) => ({ value, ...words }))}
            />
          </FieldGroup>
          <Field
            name="breakGlass"
            label="Break-glass administrators"
            hint="Emails, one a line: administrators without an end date who have a password."
            optional
          >
            <Textarea rows={3} defaultValue={props.breakGlass.join('\n')} spellCheck={false} />
          </Field>
          {seen && <Preview outcome={seen} />}
          <FormActions>
            <Button onClick={(event) => void look(event.currentTarget)}>
              Preview who is locked out
            </Button>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <p className="text-sm">
          {WORDS[props.localSignIn].label}
          {props.breakGlass.length > 0 && (
            <span className="text-muted">: {props.breakGlass.join(', ')}</span>
          )}
        </p>
      )}
    </Section>
  );
}

function Preview({ outcome }: { outcome: ActionOutcome<SignInPreview> }) {
  if (outcome.status === 'refused') return <Notice tone="danger" title={outcome.message} live />;
  const { lockingOut, lockedOut, administrators } = outcome.result;
  if (administrators.length === 0) {
    return (
      <Notice tone="danger" title="Nobody could administer Keyward any more" live>
        <p>
          It would be refused. Name a break-glass administrator, or sign in with a provider first.
        </p>
      </Notice>
    );
  }
  const more = lockingOut - lockedOut.length;
  return (
    <Notice
      tone={lockingOut > 0 ? 'warn' : 'ok'}
      title={
        lockingOut > 0
          ? `${formatCount(lockingOut, 'person', 'people')} could no longer sign in`
          : 'Nobody would be locked out'
      }
      live
    >
      {lockedOut.length > 0 && (
        <p>
          Without a sign-in with a provider so far: {lockedOut.join(', ')}
          {more > 0 && ` and ${more} more`}
        </p>
      )}
      <p>Administrators who could still sign in: {administrators.join(', ')}</p>
    </Notice>
  );
}
