'use client';

import { Check } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { useAct } from '@/components/ui/use-act';
import type { TrustRuleView } from '@/domain/workloads/rule-view';

/** Of a rule that waits for a second person: why it does, and the approval with a reason for the log. */
export function ApproveRule(props: {
  rule: Pick<TrustRuleView, 'name' | 'group' | 'identity'>;
  refusal: string | undefined;
  approve: (reason: string | undefined) => Promise<ActionOutcome>;
}) {
  const { rule, refusal } = props;
  const [reason, setReason] = useState('');
  const { pending, run } = useAct(() => props.approve(reason.trim() || undefined), {
    lost: 'the rule was approved',
    refused: `${rule.name} not approved`,
    done: `${rule.name} approved`,
    detail: 'Its pipeline gets tokens now.',
  });
  return (
    <Notice tone="info" title="Waits for a second person">
      <div className="flex max-w-3xl flex-col gap-3">
        <p>
          Tokens of <bdi>{rule.identity.name}</bdi> in <bdi>{rule.group.name}</bdi> need a second
          person, and this rule would give them without anybody looking. Until somebody other than
          who set its terms has approved it, its pipeline gets nothing. To refuse it, delete it.
        </p>
        {refusal === undefined ? (
          <Field
            name="reason"
            label="Reason"
            optional
            hint="Stands in the log beside the approval."
          >
            <Input
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        ) : (
          <p className="font-medium">{refusal}</p>
        )}
        <div>
          <Button
            variant="primary"
            icon={<Check aria-hidden />}
            disabledReason={refusal}
            pending={pending}
            onClick={run}
          >
            Approve
          </Button>
        </div>
      </div>
    </Notice>
  );
}
