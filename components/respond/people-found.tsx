'use client';

import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { StopDialog } from '@/components/people/stop-dialog';
import type { Done } from '@/components/revocation/change';
import { FreezeButton } from '@/components/revocation/freeze-button';
import { StoppedWords } from '@/components/revocation/stopped-words';
import { UndoButton } from '@/components/revocation/undo-button';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { StatusBadge } from '@/components/ui/status-badge';
import type { GroupMatch, PersonMatch } from './lookup-question';

/** People and service accounts that were found: each with the button that ends all it holds. */
export function PeopleFound(props: { people: PersonMatch[]; onChanged?: () => void }) {
  const [chosen, setChosen] = useState<PersonMatch>();
  const [stopped, setStopped] = useState<Done>();
  const { undoStop } = useChanges();
  return (
    <div className="space-y-3">
      {stopped && (
        <Notice
          key={stopped.changed.seq}
          tone="ok"
          title={`Everything ${stopped.change.target.name} held is stopped`}
          live
        >
          <StoppedWords changed={stopped.changed} />
          <UndoButton
            deadlineMs={stopped.undoUntilMs}
            onUndo={() =>
              undoStop(stopped.change.target, () => {
                setStopped(undefined);
                props.onChanged?.();
              })
            }
            finalWords="Stopped for good."
          />
        </Notice>
      )}
      <ul
        aria-label="People and service accounts"
        className="divide-y divide-line rounded-lg border border-line bg-surface px-4"
      >
        {props.people.map((person) => (
          <PersonLine
            key={person.id}
            person={person}
            isStopped={stopped?.change.target.id === person.id}
            onStop={() => setChosen(person)}
          />
        ))}
      </ul>
      <StopDialog
        identity={chosen}
        onClose={() => setChosen(undefined)}
        onStopped={(done) => {
          setStopped(done);
          props.onChanged?.();
        }}
      />
    </div>
  );
}

function PersonLine(props: { person: PersonMatch; isStopped: boolean; onStop: () => void }) {
  const { person } = props;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 text-sm">
      <div className="min-w-0 flex-1 basis-48">
        <TextLink quiet href={paths.person(person.id)} className="font-medium break-words">
          {person.name}
        </TextLink>
        <p className="truncate text-muted">{person.hint}</p>
        <p className="text-muted">
          {formatCount(person.liveTokenCount, 'live token')},{' '}
          {formatCount(person.openSessionCount, 'open session')} ·{' '}
          <TextLink href={paths.radius({ identity: person.id })}>what it did in 24 hours</TextLink>
        </p>
      </div>
      {!props.isStopped && (
        <Button
          variant="danger"
          icon={<OctagonX aria-hidden />}
          aria-label={`Stop everything ${person.name} holds`}
          disabledReason={person.stopRefusal ?? undefined}
          onClick={props.onStop}
          className="max-md:h-11!"
        >
          Stop everything
        </Button>
      )}
    </li>
  );
}

/** Groups that were found, with the way to their tokens. */
export function GroupsFound(props: { groups: GroupMatch[]; onChanged?: () => void }) {
  return (
    <ul
      aria-label="Groups"
      className="divide-y divide-line rounded-lg border border-line bg-surface px-4"
    >
      {props.groups.map((group) => (
        <li
          key={group.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 text-sm"
        >
          <div className="min-w-0 flex-1 basis-48">
            <p className="flex flex-wrap items-center gap-x-3">
              <TextLink quiet href={paths.group(group.slug)} className="font-medium break-words">
                {group.name}
              </TextLink>
              {group.state === 'frozen' && <StatusBadge status="frozen" />}
            </p>
            <p className="text-muted">
              Group of {formatCount(group.memberCount, 'member')} ·{' '}
              <TextLink href={paths.tokens({ group: group.slug })}>its tokens</TextLink> ·{' '}
              <TextLink href={paths.radius({ group: group.id })}>what it did in 24 hours</TextLink>
            </p>
          </div>
          <FreezeButton
            thing={{ kind: 'group', ...group }}
            refusal={group.freezeRefusal ?? undefined}
            onChanged={props.onChanged}
            className="max-md:h-11!"
          >
            <p>
              All its tokens stop at once, and{' '}
              <strong>{formatCount(group.memberCount, 'member')}</strong> lose what the group gives
              them. Afterwards all of it works again.
            </p>
          </FreezeButton>
        </li>
      ))}
    </ul>
  );
}
