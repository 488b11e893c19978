'use client';

import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { MadeForOthers, useMade } from '@/components/people/made-for-others';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { SearchInput } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { peopleQuestion, type StoppablePerson } from './stoppable-person';

type Stopped = { revokedTokens: number; endedSessions: number; seq: number };

/** Find a person or service account and end all it holds, after one confirmation. */
export function PersonStopper(props: {
  stop: (id: string, reason: string, alsoRevoke: string[]) => Promise<ActionOutcome<Stopped>>;
}) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const asked = useAskedValue(peopleQuestion, wanted.length < 2 ? null : wanted, {
    pauseMs: TYPING_PAUSE_MS,
  });
  const people = asked.latest;
  const [chosen, setChosen] = useState<StoppablePerson | null>(null);
  const made = useMade(chosen?.id ?? null);
  const [stopped, setStopped] = useState<(Stopped & { name: string }) | null>(null);

  async function confirm() {
    if (!chosen) return;
    const outcome = await props.stop(chosen.id, 'everything stopped', [...made.chosen]);
    if (outcome.status === 'refused') return outcome;
    setStopped({ ...outcome.result, name: chosen.name });
    asked.again();
    return undefined;
  }
  return (
    <div className="space-y-3">
      <SearchInput
        aria-label="Name or email"
        placeholder="Name or email"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {stopped && (
        <Notice tone="ok" title={`Everything ${stopped.name} held is stopped`} live>
          <p>
            {formatCount(stopped.revokedTokens, 'token')} revoked,{' '}
            {formatCount(stopped.endedSessions, 'session')} ended.
          </p>
          <ReceiptStatus seq={stopped.seq} />
        </Notice>
      )}
      <AskedProblem asked={asked} title="The search failed" />
      {people && (
        <>
          <p role="status" className={people.length > 0 ? 'sr-only' : 'text-sm text-muted'}>
            {people.length > 0
              ? `${formatCount(people.length, 'match', 'matches')}`
              : 'Nobody you can reach has this name or email.'}
          </p>
          <ul className="divide-y divide-line">
            {people.map((person) => (
              <PersonLine key={person.id} person={person} onStop={() => setChosen(person)} />
            ))}
          </ul>
        </>
      )}
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={(open) => !open && setChosen(null)}
        title={`Stop everything ${chosen?.name ?? ''} holds?`}
        confirmLabel="Stop everything"
        onConfirm={confirm}
      >
        {chosen && <Consequence person={chosen} />}
        {chosen && <MadeForOthers name={chosen.name} state={made} />}
      </ConfirmDialog>
    </div>
  );
}

function PersonLine(props: { person: StoppablePerson; onStop: () => void }) {
  const { person } = props;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 text-sm last:pb-0">
      <div className="min-w-0 flex-1 basis-48">
        <TextLink quiet href={paths.person(person.id)} className="font-medium break-words">
          {person.name}
        </TextLink>
        <p className="truncate text-muted">{person.hint}</p>
        <p className="text-muted">
          {formatCount(person.liveTokenCount, 'live token')},{' '}
          {formatCount(person.openSessionCount, 'open session')}
        </p>
      </div>
      <Button
        size="small"
        variant="danger"
        icon={<OctagonX aria-hidden />}
        aria-label={`Stop everything ${person.name} holds`}
        disabledReason={person.stopRefusal ?? undefined}
        onClick={props.onStop}
      >
        Stop everything
      </Button>
    </li>
  );
}

function Consequence(props: { person: StoppablePerson }) {
  const { person } = props;
  return (
    <p>
      <strong>{formatCount(person.liveTokenCount, 'live token')}</strong> and every other token not
      yet revoked {person.groups.length > 0 && `in ${person.groups.join(', ')} `}are denied at once
      and for good, and <strong>{formatCount(person.openSessionCount, 'open session')}</strong>{' '}
      ended. There is no undo. The account itself stays as it is.
    </p>
  );
}
