'use client';

import { Minus, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import type { Plan } from '@/domain/configuration/plan-view';

type Change = Plan['changes'][number];

/** A file may have thousands of changes: no page is to draw them all at once. */
const SHOWN = 50;
/** Of one change; the rest is folded. */
const SHOWN_FIELDS = 8;

const VERBS = {
  create: { word: 'Create', tone: 'ok', Icon: Plus },
  update: { word: 'Update', tone: 'info', Icon: Pencil },
  delete: { word: 'Delete', tone: 'danger', Icon: Minus },
} as const;

/** Every change, with what it changes from and to. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const [shown, setShown] = useState(SHOWN);
  const rest = changes.length - shown;
  return (
    <Section title="Changes" description={`${formatCount(changes.length, 'change')}.`} flush>
      <ul aria-label="Changes" className="divide-y divide-line text-sm">
        {changes.slice(0, shown).map((change, at) => (
          // Two changes of a plan may be alike in all that is told of them.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of a plan never changes
          <ChangeRow key={at} change={change} />
        ))}
      </ul>
      {rest > 0 && (
        <p className="border-t border-line px-4 py-2">
          <Button size="small" onClick={() => setShown(shown + SHOWN * 4)}>
            Show {formatNumber(Math.min(rest, SHOWN * 4))} more of {formatNumber(rest)}
          </Button>
        </p>
      )}
    </Section>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { word, tone, Icon } = VERBS[change.verb];
  const { fields } = change;
  const folded = fields.slice(SHOWN_FIELDS);
  return (
    <li className="flex flex-col gap-1.5 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={change.held ? 'neutral' : tone} icon={<Icon aria-hidden />}>
          {change.held ? 'Left undone' : word}
        </Badge>
        <span>{change.kind}</span>
        <code className="min-w-0 text-xs break-all">{change.name}</code>
        <span className="text-muted sm:ml-auto">line {change.place.split(':')[0]}</span>
      </div>
      {fields.length > 0 && <Fields fields={fields.slice(0, SHOWN_FIELDS)} />}
      {folded.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-muted">
            {formatCount(folded.length + change.moreFields, 'more line')}
          </summary>
          <Fields fields={folded} />
          {change.moreFields > 0 && (
            <p className="text-muted">and {formatNumber(change.moreFields)} that are not told</p>
          )}
        </details>
      )}
      {change.effect !== null && <p className="text-muted">{change.effect}</p>}
    </li>
  );
}

const Fields = ({ fields }: { fields: Change['fields'] }) => (
  <ul className="min-w-0 font-mono text-xs leading-5">
    {fields.map(({ name, before, after }) => (
      <li key={`${name} ${before} ${after}`} className="break-words">
        <span className="text-muted">{name}: </span>
        {before === null ? (
          <ins className="text-ok no-underline">
            <span aria-hidden>+ </span>
            {after}
          </ins>
        ) : after === null ? (
          <del className="text-danger">
            <span aria-hidden>− </span>
            {before}
          </del>
        ) : (
          <>
            <del className="text-danger">{before}</del> →{' '}
            <ins className="text-ok no-underline">{after}</ins>
          </>
        )}
      </li>
    ))}
  </ul>
);
