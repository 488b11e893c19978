'use client';

import { Circle, CircleCheck, CircleDot, CircleSlash, CircleX } from 'lucide-react';
import { classNames } from '@/components/class-names';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import type { RotationView } from '@/domain/rotations/rotation-view';
import { type StepState, stepLine } from './step-line';

const looks = {
  done: { icon: CircleCheck, colour: 'text-ok', word: 'done' },
  next: { icon: CircleDot, colour: 'text-info', word: 'next' },
  failed: { icon: CircleX, colour: 'text-danger', word: 'failed' },
  skipped: { icon: CircleSlash, colour: 'text-muted', word: 'left out' },
  waiting: { icon: Circle, colour: 'text-muted', word: 'to come' },
} satisfies Record<StepState, unknown>;

/** How far a rotation has come, and why it does not go on where it fails. */
export function RotationSteps(props: {
  rotation: RotationView;
  refusal: string | undefined;
  retry: () => Promise<ActionOutcome>;
}) {
  const { rotation } = props;
  const { pending, run } = useAct(props.retry, {
    lost: 'it was tried again',
    refused: 'Not tried',
    done: 'Trying again',
  });
  return (
    <div className="space-y-4">
      <ol aria-label="Steps" className="flex flex-col gap-x-6 gap-y-2 md:flex-row md:flex-wrap">
        {stepLine(rotation).map(({ label, at, state }) => {
          const { icon: Icon, colour, word } = looks[state];
          return (
            <li key={label} className="flex items-start gap-2 text-sm">
              <Icon aria-hidden size={16} className={classNames('mt-0.5 shrink-0', colour)} />
              <span>
                <span className="block font-medium">{label}</span>
                <span className={classNames('block', at === null ? colour : 'text-muted')}>
                  {at === null ? word : <RelativeTime date={at} />}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      {rotation.state === 'failed' && (
        <Notice tone="danger" title="The next step does not work" live>
          <p className="break-words">{rotation.failure}</p>
          {rotation.nextAttemptAt !== null && (
            <p className="text-muted">
              Tried again by itself <RelativeTime date={rotation.nextAttemptAt} />.{' '}
              {rotation.byHand
                ? 'The old token ends when it was told to.'
                : 'The old token goes on working.'}
            </p>
          )}
          <div className="mt-2">
            <Button size="small" pending={pending} disabledReason={props.refusal} onClick={run}>
              Retry now
            </Button>
          </div>
        </Notice>
      )}
      {rotation.state === 'ended' && rotation.failure !== null && (
        <Notice tone="warn" title="Given up">
          <p className="break-words">{rotation.failure}</p>
        </Notice>
      )}
    </div>
  );
}
