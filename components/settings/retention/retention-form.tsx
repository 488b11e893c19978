'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatNumber } from '@/components/format/format';
import { DurationField } from '@/components/policy/duration-field';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { useToast } from '@/components/ui/toast';
import { GRACE_DAYS, MAX_DAYS, MAX_REASON_LENGTH, MIN_DAYS } from '@/domain/retention/limits';
import {
  askedDays,
  dueQuestion,
  dueWords,
  isSame,
  type RetentionDraft,
  readDraft,
} from './retention-words';

const DAY = 86_400;
const PRESETS = [30, 90, 180, 400, 730].map((days) => days * DAY);
const secondsOf = (days: number | null) => (days === null ? null : days * DAY);

/** How long each kind of history is kept, with what a change would drop said while one edits. */
export function RetentionForm(props: { policy: RetentionDraft; save: FormAction }) {
  const { policy } = props;
  const toast = useToast();
  const router = useRouter();
  const fields = useRef<HTMLDivElement>(null);
  const [edits, setEdits] = useState(0);
  const [round, setRound] = useState(0);
  const [draft, setDraft] = useState(policy);

  // After the edit is drawn: controls that are hidden have their new value only then.
  useEffect(() => {
    const form = edits > 0 && fields.current?.closest('form');
    setDraft(form ? readDraft(new FormData(form)) : policy);
  }, [edits, policy]);

  const isChanged = !isSame(draft, policy);
  return (
    <>
      <Form
        action={props.save}
        aria-label="How long history is kept"
        onDone={() => {
          setEdits(0);
          toast.done('How long history is kept is saved');
          router.refresh();
        }}
      >
        <div
          key={round}
          ref={fields}
          className="grid gap-x-6 gap-y-5 md:grid-cols-2"
          onChange={() => setEdits(edits + 1)}
        >
          <DurationField
            name="decisionsDays"
            label="Decisions"
            hint={`What verifiers answered. At least ${MIN_DAYS} days; a UTC day goes whole, and leaves a signed tombstone.`}
            presets={PRESETS}
            defaultSeconds={secondsOf(policy.decisionsDays)}
            noneLabel="For good"
          />
          <DurationField
            name="noticesDays"
            label="Notices"
            hint="What people were told, under Notices and by mail."
            presets={PRESETS}
            defaultSeconds={secondsOf(policy.noticesDays)}
            noneLabel="For good"
          />
          <Field
            name="holdReason"
            label="Hold"
            optional
            className="md:col-span-2"
            hint={`Why nothing may be dropped at present, such as a lawsuit. Once it is taken back, what is due goes after ${GRACE_DAYS} days.`}
          >
            <Textarea
              rows={2}
              maxLength={MAX_REASON_LENGTH}
              defaultValue={policy.holdReason ?? ''}
            />
          </Field>
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SubmitButton disabledReason={isChanged ? undefined : 'Nothing has changed'}>
            Save
          </SubmitButton>
          {isChanged && (
            <>
              <Button
                variant="ghost"
                onClick={() => {
                  setRound(round + 1);
                  setEdits(0);
                }}
              >
                Discard
              </Button>
              <DueSentence draft={draft} />
            </>
          )}
        </div>
      </Form>
      <LeaveGuard unsaved={isChanged} onDiscard={() => setEdits(0)} />
    </>
  );
}

/** What saving would drop, worked out while one edits. */
function DueSentence({ draft }: { draft: RetentionDraft }) {
  const canBe = [draft.decisionsDays, draft.noticesDays].every(
    (days) => days === null || (Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS),
  );
  const asked = useAskedValue(dueQuestion, canBe ? askedDays(draft) : null, {
    pauseMs: TYPING_PAUSE_MS,
  });
  return (
    <p role="status" className="min-w-0 flex-1 basis-64 text-sm font-medium">
      {sentence(asked, draft)}
    </p>
  );
}

function sentence(
  asked: ReturnType<typeof useAskedValue<unknown, Parameters<typeof dueWords>[0]>>,
  draft: RetentionDraft,
): string {
  if (asked.status === 'answered') return dueWords(asked.answer, draft);
  if (asked.status === 'refused') return asked.errors?.[0]?.message ?? asked.message;
  if (asked.status === 'lost') return 'What would be dropped cannot be worked out right now.';
  return asked.status === 'idle'
    ? `Give whole days, from ${formatNumber(MIN_DAYS)} to ${formatNumber(MAX_DAYS)}.`
    : 'Working out what would be dropped';
}
