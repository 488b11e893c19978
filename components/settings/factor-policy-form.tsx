'use client';

import { Checkbox, RadioGroup } from '@/components/ui/choice';
import { FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

const WORDS = {
  nobody: { label: 'Nobody', hint: 'Who has one is asked for it all the same.' },
  privileged: {
    label: 'Whoever holds rights over Keyward',
    hint: 'Everybody in a group with operations of the control plane.',
  },
  everyone: { label: 'Everybody', hint: '' },
};

/** Who must have a second factor; read only without `save`. */
export function FactorPolicyForm(props: {
  policy: { secondFactor: keyof typeof WORDS; acceptsProviderFactor: boolean };
  save: FormAction | null;
}) {
  const toast = useToast();
  const { secondFactor, acceptsProviderFactor } = props.policy;
  return (
    <Section
      title="Second factor"
      description="It holds at once: who lacks one adds one before they can do anything else."
    >
      {props.save ? (
        <Form
          action={props.save}
          onDone={() => toast.done('Who must have a second factor is saved')}
          aria-label="Second factor"
        >
          <FieldGroup name="secondFactor" label="Must have a passkey or an authenticator app">
            <RadioGroup
              name="secondFactor"
              defaultValue={secondFactor}
              options={Object.entries(WORDS).map(([value, words]) => ({ value, ...words }))}
            />
          </FieldGroup>
          <Checkbox
            name="acceptsProviderFactor"
            defaultChecked={acceptsProviderFactor}
            label="Accept the second factor of identity providers"
            hint="A sign-in counts whose provider says mfa in amr (RFC 8176)."
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <p className="text-sm">
          {WORDS[secondFactor].label}.{' '}
          {acceptsProviderFactor && 'The factor of identity providers counts.'}
        </p>
      )}
    </Section>
  );
}
