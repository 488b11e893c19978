'use client';

import { useState } from 'react';
import { ApprovalField } from '@/components/policy/approval-field';
import { organisationPolicyQuestion } from '@/components/policy/consequence-words';
import { DurationField } from '@/components/policy/duration-field';
import { USUAL } from '@/components/policy/limits';
import { PolicyEditor } from '@/components/policy/policy-editor';
import { DELEGATE_WORDS } from '@/components/policy/policy-words';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { MINTERS } from '@/domain/policy/effective';
import { MINTER_WORDS, type OrganisationPolicy } from './ceiling-facts';
import { GivingFields } from './giving-fields';

const DURATIONS = [
  {
    field: 'maxTtlSeconds',
    label: 'Longest lifetime of a token',
    hint: 'No group lets a token live longer.',
    presets: USUAL.lifetimes,
  },
  {
    field: 'idleLimitSeconds',
    label: 'Idle limit',
    hint: 'Unused for this long, every token is denied until somebody resumes it.',
    presets: USUAL.idleLimits,
  },
  {
    field: 'rotationPeriodSeconds',
    label: 'Rotation period',
    hint: 'Older than this, every token is denied until it is rotated.',
    presets: USUAL.periods,
  },
  {
    field: 'rotationOverlapSeconds',
    label: 'Rotation overlap',
    hint: 'No rotated token goes on for longer beside its successor.',
    presets: USUAL.overlaps,
  },
] as const;

/** The ceilings over the policies of all groups, with what a change would stop in any of them. */
export function CeilingsForm(props: { ceilings: OrganisationPolicy; save: FormAction }) {
  const { ceilings } = props;
  const [touched, setTouched] = useState(false);
  return (
    <>
      <PolicyEditor
        title="Policy of the organisation"
        action={props.save}
        before={ceilings}
        question={organisationPolicyQuestion}
        onTouch={setTouched}
      >
        <Section
          title="Ceilings over all groups"
          description="A group may be stricter, never more generous. Where one allows more, its tokens are held to this all the same."
        >
          <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
            {DURATIONS.map(({ field, ...duration }) => (
              <DurationField
                key={field}
                {...duration}
                name={`policy.${field}`}
                defaultSeconds={ceilings[field]}
                noneLabel="No ceiling"
              />
            ))}
            <Field
              name="policy.whoMayMint"
              label="Who may create tokens"
              hint="The most that a group may allow."
            >
              <Select
                defaultValue={ceilings.whoMayMint}
                options={[...MINTERS].reverse().map((who) => ({
                  value: who,
                  label: MINTER_WORDS[who],
                }))}
              />
            </Field>
            <Field
              name="policy.whoMayDelegate"
              label="Who may delegate"
              hint="The most that a group may allow."
            >
              <Select
                defaultValue={ceilings.whoMayDelegate}
                options={(['members', 'leads', 'nobody'] as const).map((who) => ({
                  value: who,
                  label: DELEGATE_WORDS[who],
                }))}
              />
            </Field>
            <Field
              name="policy.allowedCidrs"
              label="Allowed addresses"
              optional
              className="md:col-span-2"
              hint="Addresses or CIDRs, one a line. A request must come from one of these and from one that its group allows. Empty: from anywhere."
            >
              <Textarea
                mono
                rows={4}
                defaultValue={ceilings.allowedCidrs.join('\n')}
                placeholder={'10.0.0.0/8\n2001:db8::/32'}
                spellCheck={false}
              />
            </Field>
            <ApprovalField on={ceilings.approveServiceTokens} ceiling={undefined} />
          </div>
        </Section>
        <GivingFields policy={ceilings} />
      </PolicyEditor>
      <LeaveGuard unsaved={touched} onDiscard={() => setTouched(false)} />
    </>
  );
}
