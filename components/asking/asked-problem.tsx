'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import type { AskedValue } from './use-asked-value';

/** Why there is no answer, with the way to ask again; nothing while there is one, or one to come. */
export function AskedProblem(props: {
  asked: AskedValue<unknown>;
  /** What did not work: "The group could not be read". */
  title: string;
}) {
  const { asked } = props;
  if (asked.status === 'refused') return <RefusalNotice refusal={asked} />;
  if (asked.status !== 'lost') return null;
  return (
    <Notice
      tone="danger"
      live
      title={props.title}
      actions={
        <Button size="small" onClick={asked.again}>
          Try again
        </Button>
      }
    >
      <p>Keyward did not answer. Nothing was changed.</p>
    </Notice>
  );
}
