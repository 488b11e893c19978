'use client';

import { Switch } from '@/components/ui/choice';
import { FieldGroup } from '@/components/ui/field';
import { CeilingHint } from './ceiling-hint';
import type { CeilingWords } from './ceiling-words';

/** Whether a second person must approve a service token before it works. */
export function ApprovalField(props: { on: boolean; ceiling: CeilingWords | undefined }) {
  return (
    <FieldGroup
      name="policy.approveServiceTokens"
      label="Service tokens"
      className="md:col-span-2"
      hint={<CeilingHint ceiling={props.ceiling} />}
    >
      {/* An unchecked switch submits nothing: this says that it is off. The later of the two counts. */}
      <input type="hidden" name="policy.approveServiceTokens" value="off" />
      <Switch
        name="policy.approveServiceTokens"
        defaultChecked={props.on}
        label="A second person approves each"
        hint="A new one opens nothing until somebody who may create it, and did not ask for it, approves it."
      />
    </FieldGroup>
  );
}
