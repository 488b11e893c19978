'use client';

import { RadioGroup } from '@/components/ui/choice';
import { FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

const WORDS = {
  revoke: {
    label: 'Revoke it',
    hint: 'It is denied everywhere, for good. What used it needs another one.',
  },
  suspend: {
    label: 'Suspend it',
    hint: 'It is denied everywhere until somebody who may resumes or revokes it.',
  },
};

/** What becomes of a token whose secret is reported as leaked; read only without `save`. */
export function LeakPolicyForm(props: { onReport: keyof typeof WORDS; save: FormAction | null }) {
  const toast = useToast();
  const { label, hint } = WORDS[props.onReport];
  return (
    <Section
      title="Leaked secrets"
      description="Scanners, and whoever else finds a secret, report it to /api/v1/leaks without signing in, and GitHub to /api/v1/leaks/github. Its holder, or the leads of its group, and the administrators are told."
    >
      {props.save ? (
        <Form
          action={props.save}
          onDone={() => toast.done('What becomes of leaked tokens is saved')}
          aria-label="Leaked secrets"
        >
          <FieldGroup name="onReport" label="A token that is reported as leaked">
            <RadioGroup
              name="onReport"
              defaultValue={props.onReport}
              options={Object.entries(WORDS).map(([value, words]) => ({ value, ...words }))}
            />
          </FieldGroup>
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <p className="text-sm">
          {label}: <span className="text-muted">{hint}</span>
        </p>
      )}
    </Section>
  );
}
