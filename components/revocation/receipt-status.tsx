'use client';

import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { receiptWords } from './receipt-words';
import type { IncidentActions, Receipt } from './token-match';
import { useReceipts } from './use-receipts';

/**
 * Live proof that a change has arrived: "Denied on 3 of 3 verifiers in 38 ms".
 * @param seq the change's place in the log, as the action that made it answered
 * @param verb what the verifiers now do: "Denied" unless given
 */
export function ReceiptStatus(props: {
  seq: number;
  receipts: IncidentActions['receipts'];
  verb?: string;
}) {
  const state = useReceipts(props.seq, props.receipts);
  return (
    <div role="status" className="text-sm">
      <ReceiptLine state={state} verb={props.verb ?? 'Denied'} />
    </div>
  );
}

function ReceiptLine(props: { state: ReturnType<typeof useReceipts>; verb: string }) {
  const { state, verb } = props;
  if (state === undefined) {
    return <Line icon="waiting">Waiting for the verifiers to confirm</Line>;
  }
  if (state === 'failed') {
    return <Line icon="warn">Done, but the verifiers' receipts cannot be read right now</Line>;
  }
  if (state.receipts.length === 0) {
    return <Line icon="warn">Done. No verifier is running, so nothing had to be told</Line>;
  }
  const words = receiptWords(state.receipts, verb);
  if (state.settled) return <Line icon="ok">{words}</Line>;
  return (
    <>
      <Line icon="waiting">{words}</Line>
      <ul className="mt-1 space-y-0.5 pl-6 text-muted">
        {state.receipts
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
