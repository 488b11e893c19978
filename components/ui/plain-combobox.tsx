'use client';

import { ChevronsUpDown, X } from 'lucide-react';
import { useState } from 'react';
import type { ComboboxOption, ComboboxPartProps } from './combobox';
import { chipClass, chipRemoveClass, comboboxBoxClass, comboboxInputClass } from './combobox-style';
import { useControlAttributes } from './field';

/** `Combobox` before its list is there: shows and submits what is chosen, and keeps what one begins. */
export function PlainCombobox(props: ComboboxPartProps) {
  const { id, name } = useControlAttributes();
  const { multiple, values } = props;
  const chosen = props.options.filter((option) => values.includes(option.value));
  return (
    <div className={comboboxBoxClass(multiple)}>
      {multiple ? (
        <div className="flex flex-wrap items-center gap-1 p-[3px]">
          {chosen.map((option) => (
            <PlainChip
              key={option.value}
              option={option}
              mono={props.mono}
              onRemove={() =>
                props.onValuesChange(values.filter((value) => value !== option.value))
              }
            />
          ))}
          <PlainInput {...props} text="" hasPlaceholder={chosen.length === 0} />
        </div>
      ) : (
        <>
          <PlainInput {...props} text={chosen[0]?.label ?? ''} hasPlaceholder />
          <label aria-hidden htmlFor={id} className="grid h-full w-7 place-items-center text-muted">
            <ChevronsUpDown aria-hidden size={14} />
          </label>
        </>
      )}
      {chosen.map(({ value }) => (
        <input key={value} type="hidden" name={props.name ?? name} value={value} />
      ))}
    </div>
  );
}

/** A chip can be removed already. */
function PlainChip(props: {
  option: ComboboxOption;
  mono: boolean | undefined;
  onRemove: () => void;
}) {
  const { label } = props.option;
  return (
    <span className={chipClass}>
      <span className={`truncate ${props.mono ? 'font-mono text-xs' : ''}`}>{label}</span>
      <button
        type="button"
        aria-label={`Remove ${label}`}
        className={chipRemoveClass}
        onClick={props.onRemove}
      >
        <X aria-hidden size={12} />
      </button>
    </span>
  );
}

type PlainInputProps = ComboboxPartProps & {
  /** What it shows while nothing is typed. */
  text: string;
  hasPlaceholder: boolean;
};

function PlainInput(props: PlainInputProps) {
  const { start, onOpenChange, placeholder = 'Type to search' } = props;
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
      aria-label={props['aria-label']}
      autoComplete="off"
      spellCheck={false}
      placeholder={props.hasPlaceholder ? placeholder : ''}
      className={comboboxInputClass(props)}
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
