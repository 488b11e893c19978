'use client';

import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type AskedValue, useAskedValue } from '@/components/asking/use-asked-value';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { receiptWords } from './receipt-words';
import { type Receipt, receiptsQuestion } from './token-match';

// A verifier that follows confirms within tens of milliseconds; one that is cut off takes its time.
const PAUSES_MS = [60, 150, 300, 600, 1_000, 2_000];
const LATER_PAUSE_MS = 5_000;
/** About a minute. */
const MAX_TIMES = 18;

const allConfirmed = (receipts: Receipt[]) => receipts.every(({ confirmed }) => confirmed);

function repeatAfterMs(receipts: Receipt[] | undefined, times: number): number | null {
  if ((receipts && allConfirmed(receipts)) || times >= MAX_TIMES) return null;
  return PAUSES_MS[times - 1] ?? LATER_PAUSE_MS;
}

/**
 * Live proof that a change has arrived: "Denied on 3 of 3 verifiers in 38 ms".
 * @param seq the change's place in the log, as the action that made it answered
 * @param verb what the verifiers now do: "Denied" unless given
 */
export function ReceiptStatus(props: { seq: number; verb?: string }) {
  const asked = useAskedValue(receiptsQuestion, { seq: props.seq }, { repeatAfterMs });
  return (
    <div role="status" className="text-sm">
      <ReceiptLine asked={asked} verb={props.verb ?? 'Denied'} />
    </div>
  );
}

function ReceiptLine(props: { asked: AskedValue<Receipt[]>; verb: string }) {
  const { asked, verb } = props;
  const receipts = asked.latest;
  if (receipts === undefined && asked.status === 'asking') {
    return <Line icon="waiting">Waiting for the verifiers to confirm</Line>;
  }
  if (receipts === undefined) {
    return <Line icon="warn">Done, but the verifiers' receipts cannot be read right now</Line>;
  }
  if (receipts.length === 0) {
    return <Line icon="warn">Done. No verifier is running, so nothing had to be told</Line>;
  }
  const words = receiptWords(receipts, verb);
  if (allConfirmed(receipts)) return <Line icon="ok">{words}</Line>;
  return (
    <>
      <Line icon="waiting">{words}</Line>
      <ul className="mt-1 space-y-0.5 pl-6 text-muted">
        {receipts
          .filter((receipt) => !receipt.confirmed)
          .map((receipt) => (
            <li key={receipt.name}>
              <Late receipt={receipt} />
            </li>
          ))}
      </ul>
    </>
  );
}

function Late(props: { receipt: Receipt }) {
  const { name, staleUntil } = props.receipt;
  return (
    <>
      <span className="font-medium text-ink">{name}</span> has not confirmed
      {staleUntil && (
        <>
          ; it stops answering from its cache by <AbsoluteTime date={staleUntil} />
        </>
      )}
    </>
  );
}

function Line(props: { icon: 'ok' | 'warn' | 'waiting'; children: ReactNode }) {
  const icons = {
    ok: <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-ok" />,
    warn: <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />,
    waiting: (
      <LoaderCircle aria-hidden size={16} className="mt-0.5 shrink-0 animate-spin text-muted" />
    ),
  };
  return (
    <p className="flex items-start gap-2 font-medium">
      {icons[props.icon]}
      <span>{props.children}</span>
    </p>
  );
}
