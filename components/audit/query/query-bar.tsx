'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useSecretHandler } from '@/components/secret-paste/secret-paste';
import { findSecret, withoutSecrets } from '@/components/secret-paste/secret-pattern';
import { Button } from '@/components/ui/button';
import { parseQuery } from '@/domain/history/query/parse-query';
import { QueryChips } from './query-chips';
import { QueryField } from './query-field';
import { QueryProblems } from './query-problems';

/**
 * The query of the page: typed and completed, shown term by term, and said where it is mistyped. Only a
 * query that can be read is asked.
 */
export function QueryBar(props: {
  /** What is asked now. */
  q: string;
  onAsk: (q: string) => void;
  pending: boolean;
  range: { words: ReactNode; onRemove: () => void } | undefined;
  /** Buttons after the field. */
  actions?: ReactNode;
}) {
  const { q, onAsk } = props;
  const id = useId();
  const onSecret = useSecretHandler();
  const [draft, setDraft] = useState({ of: q, text: q });
  const [isTold, setTold] = useState(false);
  // Another query from elsewhere, as by a facet, takes the place of what was typed.
  if (draft.of !== q) setDraft({ of: q, text: q });
  const { text } = draft;
  const parsed = parseQuery(text);
  const asked = parseQuery(q);
  const problems = parsed.ok || !(isTold || text === q) ? [] : parsed.problems;

  /** A secret goes to the shell's handler, never into an address or a question. */
  function type(typed: string) {
    const secret = findSecret(typed);
    if (secret) onSecret?.(secret);
    setDraft({ of: q, text: secret ? withoutSecrets(typed) : typed });
    setTold(false);
  }
  function ask(wanted: string) {
    const isReadable = parseQuery(wanted).ok;
    setDraft({ of: q, text: wanted });
    setTold(!isReadable);
    if (isReadable) onAsk(wanted.trim());
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    ask(text);
  }

  return (
    <search className="flex flex-col gap-2">
      <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <QueryField
            value={text}
            onChange={type}
            isWrong={problems.length > 0}
            describedBy={problems.length > 0 ? id : undefined}
          />
        </div>
        <Button type="submit" variant="primary" pending={props.pending}>
          Search
        </Button>
        {props.actions}
      </form>
      {problems.length > 0 && <QueryProblems id={id} q={text} problems={problems} onMend={ask} />}
      <QueryChips terms={asked.ok ? asked.terms : []} onChange={ask} range={props.range} />
    </search>
  );
}
