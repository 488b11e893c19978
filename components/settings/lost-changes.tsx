'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { type ActionOutcome, isLost } from '@/components/ui/form-state';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useToast } from '@/components/ui/toast';
import type { StateNow, StoppingAction } from '@/domain/verifiers/lost-events';

interface LostStop {
  readonly hash: string;
  readonly at: string;
  readonly action: StoppingAction;
  readonly target: { readonly id: string; readonly name: string | null };
  readonly now: StateNow;
}

export interface LostChangesProps {
  readonly upTo: { readonly seq: number; readonly at: string };
  readonly reportedBy: readonly string[];
  readonly stops: readonly LostStop[];
  /** Whether the reader may settle this. */
  readonly maySettle: boolean;
  readonly stopAgain: (upToSeq: number) => Promise<ActionOutcome<number>>;
  readonly leave: (upToSeq: number) => Promise<ActionOutcome>;
}

const SHOWN = 20;

const words: Record<StoppingAction, string> = {
  'tokens.revoke': 'revoked',
  'tokens.revokeSelf': 'revoked by its holder',
  'tokens.revokeFamily': 'revoked with its relatives',
  'tokens.revokeMatching': 'revoked with others',
  'leaks.stop': 'stopped as leaked',
  'tokens.suspend': 'suspended',
  'identities.suspend': 'suspended',
  'identities.stop': 'stopped with everything',
  'groups.freeze': 'frozen',
  'apis.freeze': 'frozen',
  'trustRules.delete': 'deleted',
};

const nowWords: Record<StateNow, string> = {
  live: 'live again in the database',
  stopped: 'stopped in the database, too',
  missing: 'not in the database any more',
};

function pathOf({ action, target }: LostStop): string {
  if (action.startsWith('tokens.') || action === 'leaks.stop') return paths.token(target.id);
  if (action === 'trustRules.delete') return paths.trustRule(target.id);
  if (action === 'apis.freeze') return paths.api(target.id);
  return action.startsWith('groups.') ? paths.group(target.id) : paths.person(target.id);
}

/** Says that the database was set back, what was stopped in between, and offers to stop it again. */
export function LostChanges(props: LostChangesProps) {
  const { upTo, reportedBy, stops, maySettle } = props;
  const live = stops.filter(({ now }) => now === 'live').length;
  return (
    <Notice tone="danger" title="The database went back to an earlier state">
      <p>
        {reportedBy.join(', ')} had applied changes up to number {formatNumber(upTo.seq)} (
        <RelativeTime date={upTo.at} />
        ), which the log no longer holds: a backup was restored.{' '}
        {stops.length === 0
          ? 'Nothing is known to have been revoked, suspended or frozen in between.'
          : 'What was stopped in between stays denied at the verifiers until this is settled:'}
      </p>
      {stops.length > 0 && (
        <ul className="space-y-0.5 pt-1">
          {stops.slice(0, SHOWN).map((stop) => (
            <li
              key={`${stop.hash} ${stop.target.id}`}
              className="flex min-h-6 flex-wrap items-center gap-x-2"
            >
              {stop.now === 'missing' ? (
                <span>{stop.target.name ?? stop.target.id}</span>
              ) : (
                <TextLink href={pathOf(stop)}>{stop.target.name ?? stop.target.id}</TextLink>
              )}
              <span className="text-muted">
                {words[stop.action]} <RelativeTime date={stop.at} />, {nowWords[stop.now]}
              </span>
            </li>
          ))}
          {stops.length > SHOWN && (
            <li className="text-muted">and {formatNumber(stops.length - SHOWN)} more</li>
          )}
        </ul>
      )}
      {maySettle ? (
        <Settle {...props} live={live} />
      ) : (
        <p className="text-muted">An administrator settles this.</p>
      )}
    </Notice>
  );
}

function Settle(props: LostChangesProps & { live: number }) {
  const { live, upTo, stopAgain, leave } = props;
  const toast = useToast();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [isAsking, setIsAsking] = useState(false);

  function stop() {
    startTransition(async () => {
      const outcome = await attempt('they were stopped', () => stopAgain(upTo.seq));
      if (outcome.status === 'refused') toast.refused('Not all were stopped', outcome);
      else toast.done(`${formatCount(outcome.result, 'stop')} made again`);
      if (!isLost(outcome)) router.refresh();
    });
  }
  async function settle() {
    const outcome = await leave(upTo.seq);
    if (outcome.status === 'done') router.refresh();
    return outcome;
  }
  return (
    <div className="flex flex-wrap gap-2 pt-2">
      {live > 0 && (
        <Button variant="danger" size="small" pending={pending} onClick={stop}>
          Stop {live === 1 ? 'it' : `all ${formatNumber(live)}`} again
        </Button>
      )}
      <Button size="small" onClick={() => setIsAsking(true)}>
        {live > 0 ? 'Leave as restored' : 'Settle'}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Go by the restored database?"
        confirmLabel={live > 0 ? 'Leave as restored' : 'Settle'}
        tone={live > 0 ? 'danger' : 'primary'}
        onConfirm={settle}
      >
        {live > 0
          ? `The verifiers stop denying ${formatCount(live, 'thing')} that ${live === 1 ? 'was' : 'were'} stopped and ${live === 1 ? 'is' : 'are'} live again.`
          : 'Nothing that was stopped is live again. The notice goes, and the log keeps that you settled it.'}
      </ConfirmDialog>
    </div>
  );
}
