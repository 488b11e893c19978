'use client';

import { formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { Mono } from '@/components/ui/mono-id';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { AbsoluteTime, Expiry, RelativeTime } from '@/components/ui/relative-time';
import { useLingering } from '@/components/ui/use-lingering';
import type { Decision } from '@/domain/reviews/review-facts';
import type { EntryRow } from './entry-row';
import { DECISION_WORDS, OUTCOME_WORDS } from './review-words';

const SHOWN = 50;

/** All that is known of a membership under review, and the decision; on phones the way to review. */
export function EntryEvidence(props: {
  entry: EntryRow | null;
  /** Leaves this one undecided; null where no other follows. */
  onSkip: (() => void) | null;
  onChoose: (decision: Decision) => void;
  /** A decision is under way. */
  pending: boolean;
  onClose: () => void;
}) {
  const entry = useLingering(props.entry ?? undefined);
  const isDecided = entry?.decision || entry?.settled;
  return (
    <Dialog
      open={props.entry !== null}
      onOpenChange={(open) => !open && props.onClose()}
      size="small"
      title={entry ? `${entry.identity.name} in ${entry.group.name}` : ''}
      description={
        isDecided ? 'As it was when it was decided.' : 'As it is now. It is kept with the decision.'
      }
      footer={entry && <Choices {...props} entry={entry} />}
    >
      {entry && <Evidence entry={entry} />}
    </Dialog>
  );
}

function Choices(props: Parameters<typeof EntryEvidence>[0] & { entry: EntryRow }) {
  const { entry, pending, onChoose, onSkip } = props;
  const { keep, end, shorten } = entry.refusals;
  if (entry.settled) return null;
  return (
    <>
      {onSkip && (
        <Button variant="ghost" onClick={onSkip}>
          Skip
        </Button>
      )}
      <Button variant="danger" disabledReason={end ?? undefined} onClick={() => onChoose('end')}>
        {DECISION_WORDS.end}
      </Button>
      <Button disabledReason={shorten ?? undefined} onClick={() => onChoose('shorten')}>
        {DECISION_WORDS.shorten}
      </Button>
      <Button
        variant="primary"
        pending={pending}
        disabledReason={keep ?? undefined}
        onClick={() => onChoose('keep')}
      >
        {DECISION_WORDS.keep}
      </Button>
    </>
  );
}

function Evidence({ entry }: { entry: EntryRow }) {
  const { identity, group, evidence, decision, settled } = entry;
  const used = evidence?.used ?? [];
  return (
    <>
      {/* Buttons alone tell their reasons on hover: here it stands for who touches. */}
      {entry.refusals.keep && !settled && (
        <p className="mb-3 text-sm text-muted">{entry.refusals.keep}</p>
      )}
      <DescriptionList
        items={[
          { label: identity.type === 'person' ? 'Email' : 'Slug', value: identity.handle },
          ...(group.controlsKeyward
            ? [{ label: 'Rights', value: <PrivilegedMark group={group} /> }]
            : []),
          {
            label: 'Last used',
            value: evidence?.lastUsedAt ? <RelativeTime date={evidence.lastUsedAt} /> : 'Never',
          },
          {
            label: 'Used in 90 days',
            value: evidence
              ? `${formatNumber(used.length)} of ${formatNumber(evidence.granted)} operations`
              : 'Not known',
          },
          { label: 'Role', value: entry.role === 'lead' ? 'Lead' : 'Member' },
          { label: 'Given by', value: givenBy(entry) },
          { label: 'Member since', value: <AbsoluteTime date={entry.memberSince} /> },
          { label: 'Ends', value: entry.expiresAt ? <Expiry date={entry.expiresAt} /> : 'No date' },
          ...(decision ? [{ label: 'Decision', value: <DecidedBy decision={decision} /> }] : []),
          ...(decision?.note ? [{ label: 'Note', value: decision.note }] : []),
          ...(settled ? [{ label: 'Outcome', value: outcomeOf(settled) }] : []),
        ]}
      />
      {used.length > 0 && (
        <ul aria-label="Operations used" className="mt-3 space-y-1 text-sm">
          {used.slice(0, SHOWN).map((operation) => (
            <li key={operation} className="break-words">
              <Mono>{operation}</Mono>
            </li>
          ))}
          {used.length > SHOWN && <li>and {formatNumber(used.length - SHOWN)} more</li>}
        </ul>
      )}
    </>
  );
}

const DecidedBy = ({ decision }: { decision: NonNullable<EntryRow['decision']> }) => (
  <>
    {DECISION_WORDS[decision.decision]}
    {decision.until && (
      <>
        {': '}
        <Expiry date={decision.until} />
      </>
    )}
    , <bdi>{decision.by.name}</bdi>, <RelativeTime date={decision.at} />
  </>
);

const givenBy = ({ source, sourceName, addedBy }: EntryRow) =>
  source === 'manual' ? addedBy : `${sourceName ?? source}: it can only end there`;

const outcomeOf = ({ outcome, reason }: NonNullable<EntryRow['settled']>) =>
  [OUTCOME_WORDS[outcome], reason].filter(Boolean).join(': ');
