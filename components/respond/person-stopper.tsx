'use client';

import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { StopDialog } from '@/components/people/stop-dialog';
import type { Done } from '@/components/revocation/change';
import { StoppedWords } from '@/components/revocation/stopped-words';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { peopleQuestion, type StoppablePerson } from './stoppable-person';

/** Find a person or service account and end all it holds, after one confirmation. */
export function PersonStopper() {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const asked = useAskedValue(peopleQuestion, wanted.length < 2 ? null : wanted, {
    pauseMs: TYPING_PAUSE_MS,
  });
  const people = asked.latest;
  const [chosen, setChosen] = useState<StoppablePerson>();
  const [stopped, setStopped] = useState<Done>();
  return (
    <div className="space-y-3">
      <SearchInput
        aria-label="Name or email"
        placeholder="Name or email"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {stopped && (
        <Notice
          key={stopped.changed.seq}
          tone="ok"
          title={`Everything ${stopped.change.target.name} held is stopped`}
          live
        >
          <StoppedWords changed={stopped.changed} />
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
      <StopDialog
        identity={chosen}
        onClose={() => setChosen(undefined)}
        onStopped={(done) => {
          setStopped(done);
          asked.again();
        }}
      />
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
