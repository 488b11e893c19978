'use client';

import { CircleCheck, CircleX, LoaderCircle, MinusCircle } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import type { Settled } from '@/components/revocation/change';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { UndoButton } from '@/components/revocation/undo-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { UNDO_SECONDS } from '@/domain/tokens/token-facts';
import { type BulkChange, bulkWords, refusalOf } from './bulk-change';
import type { TokenRow } from './token-row';
import type { BulkRun } from './use-bulk-run';

/** Asks for the count where there are many, then shows the progress and what came of each token. */
export function BulkDialog(props: {
  run: BulkRun | null;
  onStart: (change: BulkChange) => Promise<void>;
  onTryAgain: () => Promise<void>;
  onClose: () => void;
}) {
  const { run, onStart, onClose } = props;
  if (!run) return null;
  const { change, status } = run;
  const words = bulkWords[change.kind];
  const rows = change.rows.filter((row) => refusalOf(change.kind, row) === null);
  const counted = formatCount(rows.length, 'token');
  const title = {
    asking: `${words.verb} ${counted}?`,
    running: `${words.running} ${counted}`,
    finished: finishedTitle(run, rows.length),
  }[status];
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        // What has begun goes on; closing would only hide what came of it.
        if (!open && status !== 'running') onClose();
      }}
      title={title}
    >
      {status === 'asking' ? (
        <TypedCount
          count={rows.length}
          verb={words.verb}
          consequence={consequence(change)}
          onConfirm={() => void onStart({ ...change, rows })}
        />
      ) : (
        <RunProgress {...props} run={run} rows={rows} />
      )}
    </Dialog>
  );
}

function finishedTitle(run: BulkRun, all: number): string {
  const done = Object.values(run.results).filter(({ status }) => status === 'done').length;
  return `${bulkWords[run.change.kind].done}: ${formatNumber(done)} of ${formatCount(all, 'token')}`;
}

function consequence({ kind, rows }: BulkChange): string {
  const groups = new Set(rows.map(({ group }) => group.name));
  const named = [...groups].slice(0, 3).join(', ') + (groups.size > 3 ? ' and others' : '');
  const used = rows.filter(({ lastUsedAt }) => lastUsedAt !== null).length;
  const after =
    kind === 'revoke'
      ? `You can take it back for ${UNDO_SECONDS} seconds; then it is final.`
      : 'They are denied until resumed.';
  return `They act in ${named}; ${formatNumber(used)} of them have been used. ${after}`;
}

function TypedCount(props: {
  count: number;
  verb: string;
  consequence: string;
  onConfirm: () => void;
}) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const wanted = String(props.count);
  const missing = typed.trim() !== wanted;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!missing) props.onConfirm();
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 text-sm">
      <p className="text-muted">{props.consequence}</p>
      <div className="flex flex-col gap-1">
        <label htmlFor={id}>
          Type <strong className="font-mono">{wanted}</strong> to confirm
        </label>
        <Input
          id={id}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="flex justify-end gap-2 pt-2">
        <DialogClose render={<Button>Cancel</Button>} />
        <Button
          type="submit"
          variant="danger"
          disabledReason={missing ? `Type ${wanted} first` : undefined}
        >
          {props.verb}
        </Button>
      </div>
    </form>
  );
}

function RunProgress(props: {
  run: BulkRun;
  rows: TokenRow[];
  onStart: (change: BulkChange) => Promise<void>;
  onTryAgain: () => Promise<void>;
  onClose: () => void;
}) {
  const { run, rows } = props;
  const { change, results, seq } = run;
  const words = bulkWords[change.kind];
  const finished = run.status === 'finished';
  const settled = Object.keys(results).length;
  const lost = Object.values(results).filter(({ status }) => status === 'lost').length;
  const done = rows.filter((row) => results[row.id]?.status === 'done');
  const stops = change.kind === 'revoke' || change.kind === 'suspend';
  const takeBack = () =>
    props.onStart({ kind: change.kind === 'revoke' ? 'undoRevoke' : 'resume', rows: done });
  return (
    <div className="flex flex-col gap-3 text-sm">
      {!finished && <Progress label={words.running} value={settled} max={rows.length} />}
      <p role="status" className="sr-only">
        {formatNumber(settled)} of {formatCount(rows.length, 'token')}
      </p>
      {finished && stops && seq !== null && <ReceiptStatus seq={seq} />}
      <ul className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {change.rows.map((row) => (
          <ItemLine
            key={row.id}
            row={row}
            done={words.done}
            result={results[row.id]}
            skipped={refusalOf(change.kind, row)}
          />
        ))}
      </ul>
      {finished && lost > 0 && (
        <Notice tone="danger" title={`No answer for ${formatCount(lost, 'token')}`} live>
          <p>It is not known whether it happened. Try again: however often, it happens once.</p>
        </Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 pt-1">
        {finished && lost > 0 && <Button onClick={() => void props.onTryAgain()}>Try again</Button>}
        {finished && done.length > 0 && change.kind === 'revoke' && (
          <UndoButton deadlineMs={run.undoUntilMs} onUndo={takeBack} />
        )}
        {finished && done.length > 0 && change.kind === 'suspend' && (
          <Button onClick={() => void takeBack()}>{words.undo}</Button>
        )}
        <Button
          variant="primary"
          onClick={props.onClose}
          disabledReason={finished ? undefined : 'Not finished yet'}
        >
          Close
        </Button>
      </div>
    </div>
  );
}

function ItemLine(props: {
  row: TokenRow;
  done: string;
  result: Settled | undefined;
  skipped: string | null;
}) {
  const { row, result, skipped } = props;
  return (
    <li className="flex items-start gap-2 px-3 py-2">
      <ItemIcon result={result} skipped={skipped !== null} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{row.name}</span>
        <span className="block truncate text-muted">
          {row.identity.name} in {row.group.name}
        </span>
      </span>
      <span className="max-w-[50%] text-right text-muted">
        {skipped !== null && `Left out: ${skipped}`}
        {result?.status === 'done' && props.done}
        {result && result.status !== 'done' && (
          <span className="text-danger">{result.refusal.message}</span>
        )}
      </span>
    </li>
  );
}

function ItemIcon(props: { result: Settled | undefined; skipped: boolean }) {
  const shared = { 'aria-hidden': true, size: 15, className: 'mt-0.5 shrink-0' } as const;
  if (props.skipped) return <MinusCircle {...shared} className="mt-0.5 shrink-0 text-muted" />;
  if (props.result?.status === 'done') {
    return <CircleCheck {...shared} className="mt-0.5 shrink-0 text-ok" />;
  }
  if (props.result) {
    return <CircleX {...shared} className="mt-0.5 shrink-0 text-danger" />;
  }
  return <LoaderCircle {...shared} className="mt-0.5 shrink-0 animate-spin text-muted" />;
}
