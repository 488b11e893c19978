'use client';

import { Search } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { type Openable, onDemand } from '@/components/ui/on-demand';
import { useFirstInteraction, whenReleased } from '@/components/ui/use-first-interaction';
import { boxClass, fieldAttributes, glassClass, type QueryFieldLook } from './field-attributes';

type QueryFieldProps = QueryFieldLook & {
  value: string;
  onChange: (text: string) => void;
};

/** How the plain field was left, for the full one to go on from. */
type QueryFieldStart = { isFocused: boolean; caret: number };

export type QueryFieldPartProps = QueryFieldProps &
  Openable & { start: RefObject<QueryFieldStart> };

const FullQueryField = onDemand<QueryFieldPartProps>(
  async () => (await import('./full-query-field')).FullQueryField,
  PlainQueryField,
);

/**
 * The text of a query, with keys and values to complete the term at the caret. The completions are
 * fetched at the first press of a pointer or key; a plain field stands there until then.
 */
export function QueryField(props: QueryFieldProps) {
  const [open, onOpenChange] = useState(false);
  const start = useRef<QueryFieldStart>({ isFocused: false, caret: props.value.length });
  useFirstInteraction((press) => {
    FullQueryField.preload();
    whenReleased(press, () => onOpenChange(true));
  });
  return <FullQueryField {...props} {...{ open, onOpenChange, start }} />;
}

/** Keeps what one begins to type before the completions are there. */
function PlainQueryField(props: QueryFieldPartProps) {
  const { start, onOpenChange } = props;
  const note = (input: HTMLInputElement) => {
    start.current = { isFocused: true, caret: input.selectionStart ?? input.value.length };
  };
  return (
    <div className={boxClass}>
      <Search aria-hidden size={15} className={glassClass} />
      <input
        {...fieldAttributes(props)}
        type="text"
        role="combobox"
        aria-expanded={false}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        value={props.value}
        onFocus={(event) => note(event.currentTarget)}
        onSelect={(event) => note(event.currentTarget)}
        onBlur={() => {
          start.current.isFocused = false;
        }}
        onChange={(event) => {
          props.onChange(event.target.value);
          note(event.currentTarget);
          onOpenChange(true);
        }}
      />
    </div>
  );
}
