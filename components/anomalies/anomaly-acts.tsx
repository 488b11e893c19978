'use client';

import { Check, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { ButtonLink } from '@/components/ui/link';
import { useAct } from '@/components/ui/use-act';
import type { AnomalyView } from '@/domain/anomalies/anomaly-view';

export type Dismiss = (anomaly: string) => Promise<ActionOutcome>;

/** An anomaly as the pages show it, with why the reader can't dismiss it; null where they can. */
export type AnomalyRow = AnomalyView & { readonly refusal: string | null };

/** "Token deploys". */
const nameOf = ({ subject }: AnomalyView) =>
  `${subject.type === 'token' ? 'Token' : 'Group'} ${subject.name}`;

/** Where an anomaly is seen, what stops it, and the click that says somebody has seen to it. */
export function AnomalyActs(props: { anomaly: AnomalyRow; dismiss: Dismiss; stop?: ReactNode }) {
  const { anomaly, dismiss } = props;
  const { pending, run } = useAct(() => dismiss(anomaly.id), {
    lost: 'the anomaly was dismissed',
    refused: `${nameOf(anomaly)} still asks for attention`,
    done: 'Dismissed',
    detail: anomaly.title,
  });
  return (
    <span className="flex shrink-0 flex-wrap items-center justify-end gap-1">
      <ButtonLink
        size="small"
        icon={<ScrollText aria-hidden />}
        href={paths.audit({ ...anomaly.evidence })}
      >
        Evidence<span className="sr-only"> of {nameOf(anomaly)}</span>
      </ButtonLink>
      {props.stop}
      {anomaly.dismissedAt === null && (
        <Button
          size="small"
          icon={<Check aria-hidden />}
          aria-label={`Dismiss ${nameOf(anomaly)}`}
          disabledReason={anomaly.refusal ?? undefined}
          pending={pending}
          onClick={() => void run()}
        >
          Dismiss
        </Button>
      )}
    </span>
  );
}

/** The page of what an anomaly is about, where it can be stopped. */
export const subjectPath = ({ subject }: AnomalyView): string =>
  subject.type === 'token' ? paths.token(subject.id) : paths.group(subject.id);
