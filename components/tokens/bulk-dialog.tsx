'use client';

import { CircleCheck, CircleX, LoaderCircle, MinusCircle } from 'lucide-react';
import { formatCount, formatNumber } from '@/components/format/format';
import type { Changed, Settled } from '@/components/revocation/change';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { UndoButton } from '@/components/revocation/undo-button';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { BulkAsking } from './bulk-asking';
import { type BulkChange, bulkWords, isRevoking, refusalOf } from './bulk-change';
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
        <BulkAsking
          change={{ ...change, rows }}
          onConfirm={(kind) => void onStart({ kind, rows: change.rows })}
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
  const revokes = isRevoking(change.kind);
  const stops = revokes || change.kind === 'suspend';
  const takeBack = () =>
    props.onStart({
      kind: revokes ? 'undoRevoke' : 'resume',
      rows: done.flatMap((row) => withRelatives(row, results[row.id])).filter(isFirst),
    });
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
        {finished && done.length > 0 && revokes && (
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

/** The token, and the relatives that ended with it: an undo names each. */
const withRelatives = (row: TokenRow, result: Settled | undefined): TokenRow[] =>
  result?.status === 'done' && result.changed.family
    ? result.changed.family.map((id) => ({ ...row, id }))
    : [row];

const isFirst = ({ id }: TokenRow, at: number, all: readonly TokenRow[]) =>
  all.findIndex((row) => row.id === id) === at;

function doneWords(done: string, { family = [], endedBelow = 0 }: Changed): string {
  if (family.length > 1) return `${done} with ${formatCount(family.length - 1, 'relative')}`;
  return endedBelow === 0 ? done : `${done}, and ${formatCount(endedBelow, 'token')} made from it`;
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
          <bdi>{row.identity.name}</bdi> in <bdi>{row.group.name}</bdi>
        </span>
      </span>
      <span className="max-w-[50%] text-right text-muted">
        {skipped !== null && `Left out: ${skipped}`}
        {result?.status === 'done' && doneWords(props.done, result.changed)}
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
