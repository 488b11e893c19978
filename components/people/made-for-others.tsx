'use client';

import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { formatCount, formatDate } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Checkbox } from '@/components/ui/choice';
import type { ActionOutcome } from '@/components/ui/form-state';
import { TextLink } from '@/components/ui/link';
import { useLatest } from '@/components/ui/use-latest';
import type { listMade } from '@/domain/identities/list-made';

export type Made = z.output<typeof listMade.output>;
export type LoadMade = (identity: string) => Promise<ActionOutcome<Made>>;

type State = { made: Made | null; problem: string | null; chosen: ReadonlySet<string> };
const NOTHING: State = { made: null, problem: null, chosen: new Set() };

/** What somebody made for others, asked once the dialog opens (`identity` set), and what is to end. */
export function useMade(identity: string | null, load: LoadMade) {
  const [state, setState] = useState(NOTHING);
  const ask = useLatest(load);
  useEffect(() => {
    setState(NOTHING);
    if (identity === null) return;
    let late = false;
    const put = (more: Partial<State>) => !late && setState({ ...NOTHING, ...more });
    ask.current(identity).then(
      (outcome) => {
        if (outcome.status === 'done') put({ made: outcome.result });
        else put({ problem: outcome.message });
      },
      (cause: unknown) => {
        console.error(new Error('What they made could not be listed', { cause }));
        put({ problem: 'The server did not answer.' });
      },
    );
    return () => {
      late = true;
    };
  }, [identity, ask]);
  return {
    ...state,
    choose: (ids: readonly string[], on: boolean) =>
      setState((before) => {
        const chosen = new Set(before.chosen);
        for (const id of ids) on ? chosen.add(id) : chosen.delete(id);
        return { ...before, chosen };
      }),
  };
}

/** Lists what outlives a stopped maker: tokens to tick, links that end anyway, memberships to look at. */
export function MadeForOthers(props: { name: string; state: ReturnType<typeof useMade> }) {
  const { made, problem } = props.state;
  if (problem) {
    return (
      <p role="alert">
        What {props.name} made for others can’t be listed: {problem}
      </p>
    );
  }
  if (!made) return <p role="status">Looking for what {props.name} made for others…</p>;
  const { tokens, links, memberships } = made;
  if (tokens.length + links.length + memberships.length === 0) {
    return <p role="status">{props.name} made nothing for others that still lives.</p>;
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

function Tokens(props: { tokens: Made['tokens']; state: ReturnType<typeof useMade> }) {
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
          {identity.name} in <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}.
    </p>
  );
}
