'use client';

import { useRouter } from 'next/navigation';
import { paths } from '@/components/paths';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import type { TrustRuleView } from '@/domain/workloads/rule-view';
import { TermsFields } from './terms-fields';

/** The terms of a rule. Whom its tokens act for, and where, is another rule. */
export function EditRule(props: {
  rule: TrustRuleView;
  audienceHint: string;
  save: FormAction<Pick<TrustRuleView, 'name' | 'slug' | 'approval'>>;
}) {
  const { rule } = props;
  const router = useRouter();
  const toast = useToast();
  const claims = Object.entries(rule.claims).map(([name, value]) => ({ name, value }));
  return (
    <Form
      action={props.save}
      aria-label="Trust rule"
      onDone={({ name, approval }) => {
        const waits = approval === 'awaiting' && 'It gives no more until a second person approves.';
        toast.done(`${name} saved`, waits || 'Tokens it gave before live on until they expire.');
        router.push(paths.settings('workloads'));
      }}
    >
      <Section title="About">
        <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
          <Field name="name" label="Name" required hint="Becomes the name of its tokens.">
            <Input defaultValue={rule.name} maxLength={100} />
          </Field>
          <Field name="slug" label="Slug" required hint="By this the pipeline asks for a token.">
            <Input mono spellCheck={false} defaultValue={rule.slug} />
          </Field>
        </div>
      </Section>
      <TermsFields
        draft={{ ...rule, claims }}
        ttlSeconds={rule.ttlSeconds}
        audienceHint={props.audienceHint}
      />
      <FormActions>
        <ButtonLink href={paths.settings('workloads')}>Cancel</ButtonLink>
        <SubmitButton>Save</SubmitButton>
      </FormActions>
    </Form>
  );
}
