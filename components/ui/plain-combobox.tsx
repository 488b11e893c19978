'use client';

import { ChevronsUpDown, X } from 'lucide-react';
import { useState } from 'react';
import type {
  ComboboxLook,
  ComboboxOption,
  ComboboxPartProps,
  MultiComboboxPartProps,
} from './combobox';
import { chipClass, chipRemoveClass, comboboxInputClass } from './combobox-style';
import { useControlAttributes } from './field';

type PlainProps = Pick<ComboboxPartProps, 'start' | 'onOpenChange'> & ComboboxLook;

/** `Combobox` before its list is there: shows and submits the value, and keeps what one begins. */
export function PlainCombobox(props: ComboboxPartProps) {
  const { id } = useControlAttributes();
  const selected = props.options.find((option) => option.value === props.value);
  return (
    <div className="control flex h-8 items-center">
      <PlainInput look={props} text={selected?.label ?? ''} />
      <label aria-hidden htmlFor={id} className="grid h-full w-7 place-items-center text-muted">
        <ChevronsUpDown aria-hidden size={14} />
      </label>
      <HiddenValues name={props.name} options={selected ? [selected] : []} />
    </div>
  );
}

/** The same for `MultiCombobox`; a chip can be removed already. */
export function PlainMultiCombobox(props: MultiComboboxPartProps) {
  const chosen = props.options.filter((option) => props.value.includes(option.value));
  return (
    <div className="control min-h-8">
      <div className="flex flex-wrap items-center gap-1 p-[3px]">
        {chosen.map((option) => (
          <span key={option.value} className={chipClass}>
            <span className={`truncate ${props.mono ? 'font-mono text-xs' : ''}`}>
              {option.label}
            </span>
            <button
              type="button"
              aria-label={`Remove ${option.label}`}
              className={chipRemoveClass}
              onClick={() =>
                props.onValueChange(props.value.filter((value) => value !== option.value))
              }
            >
              <X aria-hidden size={12} />
            </button>
          </span>
        ))}
        <PlainInput look={props} text="" chips hasPlaceholder={chosen.length === 0} />
      </div>
      <HiddenValues name={props.name} options={chosen} />
    </div>
  );
}

function HiddenValues(props: { name: string | undefined; options: ComboboxOption[] }) {
  const control = useControlAttributes();
  const name = props.name ?? control.name;
  if (!name) return null;
  return props.options.map((option) => (
    <input key={option.value} type="hidden" name={name} value={option.value} />
  ));
}

function PlainInput(props: {
  look: PlainProps;
  /** What it shows while nothing is typed. */
  text: string;
  chips?: boolean;
  hasPlaceholder?: boolean;
}) {
  const { start, onOpenChange, mono = false, placeholder = 'Type to search' } = props.look;
  const { name: _hiddenInputHasIt, ...control } = useControlAttributes();
  const [typed, setTyped] = useState<string>();
  return (
    <input
      {...control}
      type="text"
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-autocomplete="list"
      aria-label={props.look['aria-label']}
      autoComplete="off"
      spellCheck={false}
      placeholder={props.hasPlaceholder === false ? '' : placeholder}
      className={comboboxInputClass({ mono, chips: props.chips ?? false })}
      value={typed ?? props.text}
      onFocus={() => {
        start.current.isFocused = true;
      }}
      onBlur={() => {
        start.current = { isFocused: false, isClicked: false, text: '' };
        setTyped(undefined);
      }}
      onClick={() => {
        start.current.isClicked = true;
        onOpenChange(true);
      }}
      onChange={(event) => {
        start.current.text = event.target.value;
        setTyped(event.target.value);
        onOpenChange(true);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
        if (event.key === 'ArrowDown') start.current.isClicked = true;
      }}
    />
  );
}
