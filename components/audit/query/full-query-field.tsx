'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import {
  type Completion,
  keyCompletions,
  knownValues,
  typedTerm,
  valueCompletions,
} from './complete';
import { completionsQuestion } from './completions-question';
import { valueKeyOf } from './edit-query';
import { boxClass, fieldAttributes, glassClass } from './field-attributes';
import type { QueryFieldPartProps } from './query-field';

const SHOWN = 40;
const MAX_PREFIX = 100;

/**
 * The field with its completions, fetched when it is needed; see `QueryField`. Enter asks; it completes
 * only what the arrow keys have gone to.
 */
export function FullQueryField(props: QueryFieldPartProps) {
  const { value, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const [left] = useState(() => ({ ...props.start.current }));
  const [isOpen, setOpen] = useState(left.isFocused);
  const [caret, setCaret] = useState(left.caret ?? value.length);
  const placeCaret = useCaret(input);
  // Goes on where the plain field was left.
  useLayoutEffect(() => {
    if (!left.isFocused) return;
    input.current?.focus();
    input.current?.setSelectionRange(left.caret, left.caret);
  }, [left]);
  const items = useCompletions(value, Math.min(caret, value.length), isOpen);

  function noteCaret() {
    setCaret(input.current?.selectionStart ?? value.length);
  }
  function change(text: string, reason: string) {
    const chosen = reason === 'item-press' && items.find((item) => item.text === text);
    onChange(text);
    if (!chosen) return noteCaret();
    setCaret(chosen.caret);
    placeCaret(chosen.caret);
  }

  return (
    <Autocomplete.Root
      items={items}
      mode="none"
      filter={null}
      openOnInputClick
      value={value}
      onValueChange={(text, details) => {
        // Escape would throw away all that was typed, once the list is closed.
        if (details.reason === 'escape-key') return details.allowPropagation();
        change(text, details.reason);
      }}
      // An open list without anything in it would still hide the page from screen readers.
      open={isOpen && items.length > 0}
      onOpenChange={(next, { reason }) => {
        // After a key come its values, after a value the next key.
        if (reason !== 'item-press') setOpen(next);
      }}
      itemToStringValue={(item: Completion) => item.text}
    >
      <Autocomplete.InputGroup className={boxClass}>
        <Search aria-hidden size={15} className={glassClass} />
        <Autocomplete.Input
          ref={input}
          {...fieldAttributes(props)}
          onSelect={noteCaret}
          onKeyDown={(event) => {
            const isAsked = event.key === 'Enter' && !hasHighlighted(event.currentTarget);
            if (isAsked) setOpen(false);
          }}
        />
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="z-60" sideOffset={4} align="start">
          <Autocomplete.Popup
            aria-label="Completions"
            className="popup w-(--anchor-width) max-w-(--available-width) data-empty:hidden"
          >
            <Autocomplete.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto overscroll-contain py-1 data-empty:p-0">
              {(item: Completion) => (
                <Autocomplete.Item key={item.text} value={item} className="menu-item">
                  <span className="font-mono text-xs">{item.label}</span>
                  {item.hint && (
                    <span className="min-w-0 flex-1 truncate text-xs text-muted">{item.hint}</span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

const hasHighlighted = (field: HTMLElement) => field.hasAttribute('aria-activedescendant');

/** What completes the term at the caret; values that only the server knows are asked for while it is open. */
function useCompletions(text: string, caret: number, isOpen: boolean): Completion[] {
  const typed = useMemo(() => typedTerm(text, caret), [text, caret]);
  const known = knownValues(typed);
  const key = isOpen && known === null && typed.key !== null ? valueKeyOf(typed.key) : null;
  const asked = useAskedValue(
    completionsQuestion,
    key && { key, prefix: typed.prefix.slice(0, MAX_PREFIX) },
    { pauseMs: TYPING_PAUSE_MS },
  );
  const values = known ?? asked.latest?.items ?? [];
  return [...keyCompletions(text, typed), ...valueCompletions(text, typed, values)].slice(0, SHOWN);
}

/** Puts the caret somewhere once what was completed is in the field. */
function useCaret(input: RefObject<HTMLInputElement | null>) {
  const [wanted, setWanted] = useState<{ caret: number }>();
  useLayoutEffect(() => {
    if (wanted) input.current?.setSelectionRange(wanted.caret, wanted.caret);
  }, [wanted, input]);
  return (caret: number) => setWanted({ caret });
}
