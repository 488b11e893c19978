'use client';

import { DurationField } from '@/components/policy/duration-field';
import { Switch } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { OrganisationPolicy } from './ceiling-facts';

const DAY = 86_400;
const USUAL_ACCESS = [DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

/** How rights are given: who must agree, and for how long what was requested lasts. */
export function GivingFields(props: { policy: OrganisationPolicy }) {
  const { approvePrivileged, maxAccessSeconds, unreviewedMembers } = props.policy;
  return (
    <Section
      title="Giving rights"
      description="What holds when people are given access, and when the rights are over Keyward itself."
    >
      <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
        <FieldGroup name="policy.approvePrivileged" label="Rights over Keyward">
          {/* An unchecked switch submits nothing: this says that it is off. The later of the two counts. */}
          <input type="hidden" name="policy.approvePrivileged" value="off" />
          <Switch
            name="policy.approvePrivileged"
            defaultChecked={approvePrivileged}
            label="A second administrator approves each"
            hint="Members, scopes and mappings that give rights over Keyward wait until another administrator agrees. So does switching this off."
          />
        </FieldGroup>
        <DurationField
          name="policy.maxAccessSeconds"
          label="Longest access by request"
          hint="Access that somebody asked for ends by then. What is given by hand is not bound by it."
          presets={USUAL_ACCESS}
          defaultSeconds={maxAccessSeconds}
          noneLabel="No limit"
        />
        <Field
          name="policy.unreviewedMembers"
          label="Members whom nobody reviews in time"
          hint="Of access reviews that don’t say themselves."
        >
          <Select
            defaultValue={unreviewedMembers}
            options={[
              { value: 'keep', label: 'Stay' },
              { value: 'end', label: 'End, with their tokens' },
            ]}
          />
        </Field>
      </div>
    </Section>
  );
}
