'use client';

import { Ban, Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { EmptyState } from '@/components/ui/states';
import { type MatchingAsked, type MatchingFound, matchingQuestion } from './matching-question';
import { RevokeMatching } from './revoke-matching';

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '1', label: 'The last hour' },
  { value: '24', label: 'The last day' },
  { value: '168', label: 'The last week' },
  { value: '720', label: 'The last 30 days' },
];

/** Finds every living token somebody made, or that was used from somewhere, and ends them as one. */
export function RevokeSeveral(props: {
  usedFrom: string;
  createdBy: string;
  /** Why the reader can't revoke them. */
  refusal: string | undefined;
}) {
  const [wanted, setWanted] = useState<MatchingAsked | null>(null);
  const asked = useAskedValue(matchingQuestion, wanted);
  const found = asked.status === 'answered' ? asked.answer : null;

  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const [createdBy, usedFrom] = [text('createdBy'), text('usedFrom')];
    const since = new Date(Date.now() - Number(text('span')) * HOUR_MS).toISOString();
    setWanted({ ...(createdBy && { createdBy }), ...(usedFrom && { usedFrom, since }) });
  }
  return (
    <>
      <Section title="Which tokens?">
        <form onSubmit={look} className="grid max-w-4xl items-start gap-4 sm:grid-cols-2">
          <Field
            name="usedFrom"
            label="Used from"
            hint="An address, or a range such as 203.0.113.0/24"
          >
            <Input defaultValue={props.usedFrom} maxLength={64} mono autoFocus />
          </Field>
          <Field name="span" label="In">
            <Select options={SPANS} defaultValue="24" />
          </Field>
          <Field name="createdBy" label="Made by" hint="An email address, a slug or an id">
            <Input defaultValue={props.createdBy} maxLength={200} />
          </Field>
          <div className="sm:pt-6">
            <Button type="submit" icon={<Search aria-hidden />} pending={asked.status === 'asking'}>
              Find tokens
            </Button>
          </div>
        </form>
      </Section>
      <AskedProblem asked={asked} title="They could not be counted" />
      {found && wanted && (
        <Section
          title={found.count === 0 ? 'Tokens' : formatCount(found.count, 'living token')}
          flush
          description={
            found.count > found.tokens.length
              ? `The first ${found.tokens.length} by name`
              : undefined
          }
        >
          {found.count === 0 ? (
            <EmptyState icon={<Ban aria-hidden />} title="No living token matches">
              Nobody has used one from there in this time, or made one that still lives.
            </EmptyState>
          ) : (
            <>
              <MatchingList tokens={found.tokens} />
              <RevokeMatching
                key={JSON.stringify(wanted)}
                asked={wanted}
                count={found.count}
                seenAt={found.at}
                refusal={props.refusal}
                onDone={asked.again}
              />
            </>
          )}
        </Section>
      )}
    </>
  );
}

function MatchingList(props: { tokens: MatchingFound['tokens'] }) {
  return (
    <ul aria-label="Tokens that match" className="divide-y divide-line text-sm">
      {props.tokens.map(({ id, name, last4, identity, group }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2 wrap-anywhere">
          <TextLink quiet href={paths.token(id)} className="font-medium">
            {name}
          </TextLink>
          <LastFour last4={last4} />
          <span className="text-muted">
            <bdi>{identity.name}</bdi> in <bdi>{group.name}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}
