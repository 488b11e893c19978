'use client';

import { formatCount } from '@/components/format/format';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { amountOf, describeConsequence } from '@/domain/configuration/effect-words';
import type { Plan } from '@/domain/configuration/plan-view';
import { type Applying, applyFile, type SentFile, WITHIN_MS } from './ask-file';

/** From so many tokens that stop on, their number is typed. */
const TYPED_FROM = 11;
const TOLD_GROUPS = 5;

/** Asks once, with what becomes of tokens. */
export function ApplyDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  sent: SentFile;
  plan: Plan;
  applying: Applying;
  onApplied: (plan: Plan) => void;
}) {
  const { counts, consequences, held } = props.plan;
  const count = counts.create + counts.update + counts.delete;
  const stopped = (consequences ?? []).reduce((sum, one) => sum + one.stopped, 0);
  const told = (consequences ?? []).slice(0, TOLD_GROUPS);
  const more = (consequences ?? []).length - told.length;
  return (
    <ConfirmDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Apply ${formatCount(count, 'change')}?`}
      confirmLabel="Apply"
      tone={counts.delete > 0 || stopped > 0 ? 'danger' : 'primary'}
      typeToConfirm={stopped >= TYPED_FROM ? String(stopped) : undefined}
      withinMs={WITHIN_MS}
      onConfirm={async () => {
        const answer = await applyFile(props.sent, props.applying);
        if (answer.status === 'refused') return answer;
        props.onApplied(answer.result);
        return { status: 'done' };
      }}
    >
      <p>
        {amountOf(counts.create, 'thing')} created, {counts.update} updated, {counts.delete}{' '}
        deleted: all of it or nothing.{held > 0 && ` ${amountOf(held, 'deletion')} left undone.`}
      </p>
      {told.length === 0 ? (
        <p>No token gains or loses anything.</p>
      ) : (
        <ul className="list-disc pl-4">
          {told.map((one) => (
            <li key={one.group}>
              <strong>{one.group}</strong>: {describeConsequence(one)}
            </li>
          ))}
          {more > 0 && <li>and {formatCount(more, 'group')} more</li>}
        </ul>
      )}
    </ConfirmDialog>
  );
}
