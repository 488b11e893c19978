'use client';

import { useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { type AskedValue, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount, formatDate } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Checkbox } from '@/components/ui/choice';
import { TextLink } from '@/components/ui/link';
import { type Made, madeQuestion } from './made';

type State = { asked: AskedValue<Made>; chosen: ReadonlySet<string>; choose: Choose };
type Choose = (ids: readonly string[], on: boolean) => void;
const NONE: ReadonlySet<string> = new Set();

/** What somebody made for others, asked once the dialog opens (`identity` set), and what is to end. */
export function useMade(identity: string | null): State {
  const asked = useAskedValue(madeQuestion, identity === null ? null : { identity });
  const [{ of, chosen }, setChosen] = useState({ of: identity, chosen: NONE });
  if (of !== identity) setChosen({ of: identity, chosen: NONE });
  const choose: Choose = (ids, on) =>
    setChosen((before) => {
      const next = new Set(before.chosen);
      for (const id of ids) on ? next.add(id) : next.delete(id);
      return { ...before, chosen: next };
    });
  return { asked, chosen, choose };
}

/** Lists what outlives a stopped maker: tokens to tick, links that end anyway, memberships to look at. */
export function MadeForOthers(props: { name: string; state: State }) {
  const { asked } = props.state;
  if (asked.status === 'asking') {
    return (
      <p role="status">
        Looking for what <bdi>{props.name}</bdi> made for others…
      </p>
    );
  }
  if (asked.status !== 'answered') {
    return <AskedProblem asked={asked} title={`What ${props.name} made can’t be listed`} />;
  }
  const { tokens, links, memberships } = asked.answer;
  if (tokens.length + links.length + memberships.length === 0) {
    return (
      <p role="status">
        <bdi>{props.name}</bdi> made nothing for others that still lives.
      </p>
    );
  }
  return (
    <div className="max-h-[42vh] space-y-3 overflow-y-auto border-t border-line pt-3">
      <p className="font-medium text-ink">Made for others, still alive</p>
      {tokens.length > 0 && <Tokens tokens={tokens} state={props.state} />}
      {links.length > 0 && (
        <p>
          <strong>{formatCount(links.length, 'one-time link')}</strong> for{' '}
          {links.map(({ person }) => person.name).join(', ')}{' '}
          {links.length === 1 ? 'stops' : 'stop'} working, whatever you tick.
        </p>
      )}
      {memberships.length > 0 && <Memberships memberships={memberships} />}
    </div>
  );
}

function Tokens(props: { tokens: Made['tokens']; state: State }) {
  const { tokens, state } = props;
  const ids = tokens.map(({ id }) => id);
  const all = ids.every((id) => state.chosen.has(id));
  return (
    <fieldset className="space-y-2">
      <legend className="pb-1">
        Tick what to revoke with it: these act for others, and go on otherwise.
      </legend>
      {tokens.length > 1 && (
        <Checkbox
          label={`All ${tokens.length}`}
          checked={all}
          onChange={(event) => state.choose(ids, event.target.checked)}
        />
      )}
      <div className="space-y-2">
        {tokens.map(({ id, name, identity, group, expiresAt }) => (
          <Checkbox
            key={id}
            className="text-ink"
            label={name}
            hint={`Acts for ${identity.name} in ${group.name}, until ${formatDate(expiresAt)}`}
            checked={state.chosen.has(id)}
            onChange={(event) => state.choose([id], event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}

const SHOWN = 3;

function Memberships(props: { memberships: Made['memberships'] }) {
  const { memberships } = props;
  const more = memberships.length - SHOWN;
  return (
    <p>
      <strong>{formatCount(memberships.length, 'membership')}</strong> they added{' '}
      {memberships.length === 1 ? 'stays' : 'stay'}:{' '}
      {memberships.slice(0, SHOWN).map(({ identity, group }, index) => (
        <span key={`${identity.id} ${group.id}`}>
          {index > 0 && ', '}
          <bdi>{identity.name}</bdi> in{' '}
          <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}.
    </p>
  );
}
