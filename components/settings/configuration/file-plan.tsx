'use client';

import { useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { newKey } from '@/components/revocation/new-key';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Stat } from '@/components/ui/stat';
import type { Plan } from '@/domain/configuration/plan-view';
import { ApplyDialog } from './apply-dialog';
import type { AskedPlan, SentFile } from './ask-file';
import { ChangeList } from './change-list';
import { Consequences } from './consequences';
import { PlanRefused } from './file-problems';

/** What applying a file would change, what becomes of tokens, and who would refuse it. */
export function FilePlan(props: {
  sent: SentFile;
  plan: AskedPlan;
  /** Why the actor can't apply any file, if so. */
  applyReason: string | undefined;
  /** To the file; to a line of it, `line:column`. */
  onBack: (line?: string) => void;
  onAgain: () => Promise<void>;
  onApplied: (plan: Plan) => void;
}) {
  const { sent, plan, applyReason } = props;
  const [reason, setReason] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [again, setAgain] = useState(false);
  const [key, setKey] = useState('');
  const refused = refusalOf(plan);
  const count = plan.counts.create + plan.counts.update + plan.counts.delete;
  return (
    <>
      <Section
        title="Plan"
        description={`${sent.prune ? 'With' : 'Without'} deletions. Nothing has changed yet.`}
        actions={
          <>
            <Button onClick={() => props.onBack()}>Change the file</Button>
            <Button
              pending={again}
              onClick={async () => {
                setAgain(true);
                await props.onAgain();
                setAgain(false);
              }}
            >
              Compare again
            </Button>
            <Button
              variant="primary"
              disabledReason={whyNotApply(plan, count, applyReason)}
              onClick={() => {
                setKey(newKey());
                setAsking(true);
              }}
            >
              Apply {formatCount(count, 'change')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Stat label="To create" value={formatNumber(plan.counts.create)} />
            <Stat label="To update" value={formatNumber(plan.counts.update)} />
            <Stat label="To delete" value={formatNumber(plan.counts.delete)} />
            <Stat
              label="Left undone"
              value={formatNumber(plan.held)}
              note={plan.held > 0 ? 'deletions that were not asked for' : undefined}
            />
          </div>
          {count > 0 && applyReason === undefined && !refused && (
            <Field name="reason" label="Reason" optional hint="Each event of the log says it.">
              <Input
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
              />
            </Field>
          )}
        </div>
      </Section>
      {refused && (
        <PlanRefused
          tone={refused.toAnybody ? 'danger' : 'warn'}
          title={
            refused.toAnybody
              ? 'Applying this file would be refused'
              : 'You may not make all of these changes. Whoever may can apply the same file.'
          }
          message={refused.message}
          errors={refused.errors}
          onLine={props.onBack}
        />
      )}
      {plan.changes.length === 0 ? (
        <Notice tone="ok" title="Nothing to change: everything is as the file says" />
      ) : (
        <>
          <Consequences consequences={plan.consequences} />
          <ChangeList changes={plan.changes} />
        </>
      )}
      <ApplyDialog
        open={isAsking}
        onOpenChange={setAsking}
        sent={sent}
        plan={plan}
        applying={{ expect: plan.fingerprint, reason: reason.trim(), idempotencyKey: key }}
        onApplied={props.onApplied}
      />
    </>
  );
}

/** Whoever owes a proof is asked for it when they apply. */
const refusalOf = ({ refused }: AskedPlan) => (refused?.code === 'proof_needed' ? null : refused);

function whyNotApply(
  plan: AskedPlan,
  count: number,
  applyReason: string | undefined,
): string | undefined {
  if (applyReason !== undefined) return applyReason;
  const refused = refusalOf(plan);
  if (refused) return refused.toAnybody ? 'It would be refused' : 'You may not make all of them';
  return count === 0 ? 'There is nothing to change' : undefined;
}
