'use client';

import { useState } from 'react';
import { groupPolicyQuestion } from '@/components/policy/consequence-words';
import { PolicyEditor } from '@/components/policy/policy-editor';
import { PolicyFields } from '@/components/policy/policy-fields';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { Section } from '@/components/ui/section';
import type { GroupView } from '@/domain/groups/group-view';

/** A group's name, description and the limits on its tokens, with what a change would stop. */
export function PolicyForm(props: { group: GroupView; update: FormAction }) {
  const { group } = props;
  const [touched, setTouched] = useState(false);
  return (
    <>
      <PolicyEditor
        title={`Policy of ${group.name}`}
        action={props.update}
        before={group.policy}
        question={groupPolicyQuestion}
        group={group.id}
        onTouch={setTouched}
      >
        <Section
          title="Policy"
          description="Limits on every token that acts in this group. Living tokens are held to them at once: those that break them are refused until they meet them again."
        >
          <PolicyFields
            policy={group.policy}
            ceilings={group.ceilings}
            controlsKeyward={group.controlsKeyward}
          />
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
      </PolicyEditor>
      <LeaveGuard unsaved={touched} onDiscard={() => setTouched(false)} />
    </>
  );
}
