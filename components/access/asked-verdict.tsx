'use client';

import { useAskedValue } from '@/components/asking/use-asked-value';
import { Button } from '@/components/ui/button';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { Verdict } from './verdict';
import { type WhyAsked, whyQuestion } from './why-question';

/** The answer to why, asked for as it is opened: so it is what would be decided now. */
export function AskedVerdict({ asked }: { asked: WhyAsked }) {
  const answer = useAskedValue(whyQuestion, asked);
  if (answer.status === 'answered') return <Verdict answer={answer.answer} />;
  if (answer.status === 'refused') return <RefusalNotice refusal={answer} />;
  if (answer.status === 'lost') {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3">
        <p>No answer came.</p>
        <Button size="small" onClick={answer.again}>
          Ask again
        </Button>
      </div>
    );
  }
  return (
    <p role="status" className="text-muted">
      Looking at each link…
    </p>
  );
}
