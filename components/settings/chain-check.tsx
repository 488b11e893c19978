'use client';

import { ShieldCheck } from 'lucide-react';
import { useState, useTransition } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { TextLink } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type { ChainReport } from '@/domain/ledger/verify-chain';

type Checked = { report: ChainReport; tookMs: number };
type Answer = { status: 'checked'; checked: Checked } | { status: 'failed'; message: string };

/** Recomputes every hash of the audit log on the server and says whether the chain holds. */
export function ChainCheck(props: { check: () => Promise<ActionOutcome<ChainReport>> }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [pending, startTransition] = useTransition();

  function start() {
    setAnswer(null);
    const startedMs = performance.now();
    startTransition(async () => {
      try {
        const outcome = await props.check();
        const tookMs = performance.now() - startedMs;
        if (outcome.status === 'refused') setAnswer({ status: 'failed', message: outcome.message });
        else setAnswer({ status: 'checked', checked: { report: outcome.result, tookMs } });
      } catch (cause) {
        console.error(new Error('The chain could not be checked', { cause }));
        setAnswer({ status: 'failed', message: 'The server did not answer. Try again.' });
      }
    });
  }
  return (
    <div className="space-y-3">
      <Button icon={<ShieldCheck aria-hidden />} pending={pending} onClick={start}>
        Check the whole chain
      </Button>
      {pending && (
        <div className="max-w-md space-y-1.5" role="status">
          <p className="text-sm text-muted">Computing every hash again</p>
          <Progress label="Checking the chain" />
        </div>
      )}
      {answer?.status === 'failed' && (
        <Notice tone="danger" title="The chain could not be checked" live>
          {answer.message}
        </Notice>
      )}
      {answer?.status === 'checked' && <Report {...answer.checked} />}
    </div>
  );
}

function Report(props: Checked) {
  const { report, tookMs } = props;
  if (report.holds) {
    return (
      <Notice tone="ok" title="The chain holds" live>
        <p>
          {formatCount(report.events, 'event')} checked in {(tookMs / 1_000).toFixed(1)} s, without
          a gap or an altered row.
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5">
          Head <MonoId id={report.headHash} noun="head hash" className="max-w-full" />
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title={`The chain is broken at change ${formatNumber(report.seq)}`} live>
      <p>{report.message}.</p>
      <p>
        Keep the database as it is, compare with an export or a backup, and treat everything from
        there on as unproven.{' '}
        {report.id && <TextLink href={paths.auditEvent(report.id)}>Open the change</TextLink>}
      </p>
    </Notice>
  );
}
