'use client';

import { Download, Lock } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { ReviewView } from '@/domain/reviews/review-view';
import { membershipsIn, titleOf, UNREVIEWED_WORDS } from './review-words';

const FORMATS = { csv: 'CSV', ndjson: 'NDJSON' } as const;

/** What is done with a review as a whole: taking the evidence away, and closing it. */
export function ReviewActions(props: {
  review: ReviewView;
  refusals: { close: string | undefined; export: string | undefined };
  close: () => Promise<ActionOutcome>;
}) {
  const { review, refusals } = props;
  const [closing, setClosing] = useState(false);
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <ExportLink key={format} review={review.id} format={format} refusal={refusals.export} />
      ))}
      {review.state === 'open' && (
        <Button
          icon={<Lock aria-hidden />}
          disabledReason={refusals.close}
          onClick={() => setClosing(true)}
        >
          Close now
        </Button>
      )}
      <CloseDialog {...props} open={closing} onOpenChange={setClosing} />
    </>
  );
}

function ExportLink(props: {
  review: string;
  format: keyof typeof FORMATS;
  refusal: string | undefined;
}) {
  const label = `Export ${FORMATS[props.format]}`;
  if (props.refusal) {
    return (
      <Button icon={<Download aria-hidden />} disabledReason={props.refusal}>
        {label}
      </Button>
    );
  }
  return (
    <a download href={paths.reviewExport(props.review, props.format)} className={buttonStyle()}>
      <Download aria-hidden size={15} />
      {label}
    </a>
  );
}

function CloseDialog(props: {
  review: ReviewView;
  close: () => Promise<ActionOutcome>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { review } = props;
  const { undecided, unreviewed, waiting } = review;
  const router = useRouter();
  const toast = useToast();
  const ending = waiting.end + (unreviewed === 'end' ? undecided : 0);
  async function confirm() {
    const outcome = await props.close();
    if (outcome.status === 'refused') return outcome;
    props.onOpenChange(false);
    toast.done('The review is being applied', 'It takes about a minute.');
    router.refresh();
    return undefined;
  }
  return (
    <ConfirmDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Close ${titleOf(review)}?`}
      confirmLabel="Close now"
      typeToConfirm={ending > 10 ? String(ending) : undefined}
      onConfirm={confirm}
    >
      <p>
        {membershipsIn(waiting.end)} to end and {membershipsIn(waiting.shorten)} to end sooner are
        applied. {membershipsIn(undecided)} that nobody decided {UNREVIEWED_WORDS[unreviewed]}.
        Nothing can be decided any more.
      </p>
    </ConfirmDialog>
  );
}
