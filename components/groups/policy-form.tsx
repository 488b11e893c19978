'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import type { GroupView } from '@/domain/groups/group-view';
import { LeaveGuard } from './leave-guard';
import { PolicyFields } from './policy-fields';

/** A group's name, description and the limits on its tokens. */
export function PolicyForm(props: { group: GroupView; update: FormAction }) {
  const { group } = props;
  const router = useRouter();
  const toast = useToast();
  const [touched, setTouched] = useState(false);
  return (
    <Form
      action={props.update}
      aria-label="Policy"
      onDone={() => {
        setTouched(false);
        toast.done(`Policy of ${group.name} saved`);
        router.refresh();
      }}
    >
      <div className="flex flex-col gap-4" onChange={() => setTouched(true)}>
        <Section
          title="Policy"
          description={`Allowed addresses and the idle limit hold for ${formatCount(group.liveTokenCount, 'living token')} at once; lifetimes for tokens made from now on.`}
        >
          <PolicyFields policy={group.policy} />
        </Section>
        <Section title="About">
          <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
            <Field name="name" label="Name" required>
              <Input defaultValue={group.name} />
            </Field>
            <Field name="description" label="Description" optional>
              <Input defaultValue={group.description} />
            </Field>
          </div>
        </Section>
      </div>
      <FormActions>
        <SubmitButton disabledReason={touched ? undefined : 'Nothing has changed'}>
          Save policy
        </SubmitButton>
      </FormActions>
      <LeaveGuard unsaved={touched} onDiscard={() => setTouched(false)} />
    </Form>
  );
}
