'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { type CheckedChain, chainQuestion } from './chain-question';

/** Recomputes every hash of the audit log on the server and says whether the chain holds. */
export function ChainCheck() {
  const [started, setStarted] = useState(false);
  const asked = useAskedValue(chainQuestion, started ? 'whole' : null);
  const pending = asked.status === 'asking';
  return (
    <div className="space-y-3">
      <Button
        icon={<ShieldCheck aria-hidden />}
        pending={pending}
        onClick={() => (started ? asked.again() : setStarted(true))}
      >
        Check the whole chain
      </Button>
      {pending && (
        <div className="max-w-md space-y-1.5" role="status">
          <p className="text-sm text-muted">Computing every hash again</p>
          <Progress label="Checking the chain" />
        </div>
      )}
      <AskedProblem asked={asked} title="The chain could not be checked" />
      {asked.status === 'answered' && <Report {...asked.answer} />}
    </div>
  );
}

function Report(props: CheckedChain) {
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
