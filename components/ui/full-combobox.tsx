'use client';

import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatNumber } from '@/components/format/format';
import type { ComboboxOption, ComboboxPartProps, ComboboxStart } from './combobox';
import { chipClass, chipRemoveClass, comboboxBoxClass, comboboxInputClass } from './combobox-style';
import { useControlAttributes } from './field';

// Rendering every match of 1,000+ options costs more than anyone reads; typing narrows.
const shownLimit = 80;

function matches(option: ComboboxOption, query: string): boolean {
  const text = `${option.label} ${option.hint ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const sameOption = (left: ComboboxOption, right: ComboboxOption) => left.value === right.value;

/** The field with its list, fetched when it is needed; see `Combobox`. */
export function FullCombobox(props: ComboboxPartProps) {
  const { multiple, options, onValuesChange } = props;
  const control = useControlAttributes();
  const byValue = useMemo(() => new Map(options.map((each) => [each.value, each])), [options]);
  const started = useStart(props.start);
  const chosen = props.values.flatMap((value) => byValue.get(value) ?? []);
  const name = props.name ?? control.name;
  return (
    <BaseCombobox.Root<ComboboxOption, boolean>
      multiple={multiple}
      items={options}
      value={multiple ? chosen : (chosen[0] ?? null)}
      onValueChange={(next: ComboboxOption[] | ComboboxOption | null, details) => {
        // Escape would throw away all that was chosen, once the list is closed.
        if (multiple && details.reason === 'escape-key') return details.allowPropagation();
        onValuesChange([next ?? []].flat().map(({ value }) => value));
      }}
      onInputValueChange={(text: string) => props.onSearch?.(text)}
      defaultOpen={started.isOpen}
      filter={matches}
      limit={shownLimit}
      isItemEqualToValue={sameOption}
      autoHighlight
      {...(name && { name })}
    >
      <BaseCombobox.InputGroup className={comboboxBoxClass(multiple)}>
        {multiple ? (
          <BaseCombobox.Chips className="flex flex-wrap items-center gap-1 p-[3px]">
            {chosen.map((option) => (
              <Chip key={option.value} option={option} mono={props.mono} />
            ))}
            <ComboboxInput
              {...props}
              {...(chosen.length > 0 && { placeholder: '' })}
              inputRef={started.input}
            />
          </BaseCombobox.Chips>
        ) : (
          <>
            <ComboboxInput {...props} inputRef={started.input} />
            <SingleButtons isChosen={chosen.length > 0} />
          </>
        )}
      </BaseCombobox.InputGroup>
      <ComboboxPopup {...props} />
    </BaseCombobox.Root>
  );
}

function Chip(props: { option: ComboboxOption; mono: boolean | undefined }) {
  const { label } = props.option;
  return (
    <BaseCombobox.Chip aria-label={label} className={chipClass}>
      <span className={`truncate ${props.mono ? 'font-mono text-xs' : ''}`}>{label}</span>
      <BaseCombobox.ChipRemove aria-label={`Remove ${label}`} className={chipRemoveClass}>
        <X aria-hidden size={12} />
      </BaseCombobox.ChipRemove>
    </BaseCombobox.Chip>
  );
}

/** Where one is chosen: take it away, or look at the others. */
function SingleButtons(props: { isChosen: boolean }) {
  return (
    <>
      {props.isChosen && (
        <BaseCombobox.Clear
          aria-label="Clear"
          className="grid size-6 place-items-center rounded-md text-muted hover:text-ink"
        >
          <X aria-hidden size={14} />
        </BaseCombobox.Clear>
      )}
      <BaseCombobox.Trigger
        aria-label="Show options"
        className="grid h-full w-7 place-items-center text-muted hover:text-ink"
      >
        <ChevronsUpDown aria-hidden size={14} />
      </BaseCombobox.Trigger>
    </>
  );
}

function ComboboxInput(
  props: ComboboxPartProps & { inputRef: RefObject<HTMLInputElement | null> },
) {
  const { name: _hiddenInputHasIt, ...control } = useControlAttributes();
  return (
    <BaseCombobox.Input
      ref={props.inputRef}
      {...control}
      // While its list is open the label is hidden from screen readers; a reference still names it.
      aria-labelledby={control.id && `${control.id}-label`}
      {...(props['aria-label'] && { 'aria-label': props['aria-label'] })}
      placeholder={props.placeholder ?? 'Type to search'}
      className={comboboxInputClass(props)}
    />
  );
}

function ComboboxPopup(props: ComboboxPartProps) {
  return (
    <BaseCombobox.Portal>
      <BaseCombobox.Positioner className="z-60" sideOffset={4}>
        <BaseCombobox.Popup className="popup w-(--anchor-width) min-w-60 max-w-(--available-width)">
          <BaseCombobox.Empty className="px-3 py-3 text-sm text-muted empty:hidden">
            {props.emptyText ?? 'Nothing matches.'}
          </BaseCombobox.Empty>
          <BaseCombobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain py-1 data-empty:p-0">
            {(option: ComboboxOption) => (
              <BaseCombobox.Item
                key={option.value}
                value={option}
                disabled={option.disabled ?? false}
                className="menu-item data-disabled:text-faint"
              >
                <span className="min-w-0 flex-1">
                  <span className={`block truncate ${props.mono ? 'font-mono text-xs' : ''}`}>
                    {option.label}
                  </span>
                  {option.hint && (
                    <span className="block truncate text-xs text-muted">{option.hint}</span>
                  )}
                </span>
                <BaseCombobox.ItemIndicator>
                  <Check aria-hidden size={15} className="text-accent-text" />
                </BaseCombobox.ItemIndicator>
              </BaseCombobox.Item>
            )}
          </BaseCombobox.List>
          {props.options.length > shownLimit && (
            <p className="border-t border-line px-3 py-1.5 text-xs text-muted">
              Up to {shownLimit} of {formatNumber(props.options.length)} shown; type to narrow.
            </p>
          )}
        </BaseCombobox.Popup>
      </BaseCombobox.Positioner>
    </BaseCombobox.Portal>
  );
}

/**
 * React takes note of a value only by its event, and of that only when the setter of the element's
 * class has set it. The list opens for `insertText`, not for what a browser fills in by itself.
 */
function typeInto(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(
    new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }),
  );
}

/** Goes on where the plain field was left: keeps the focus, types again what was typed, or opens. */
function useStart(start: RefObject<ComboboxStart>) {
  const input = useRef<HTMLInputElement>(null);
  const [left] = useState(() => ({ ...start.current }));
  useLayoutEffect(() => {
    if (left.isFocused) input.current?.focus();
  }, [left]);
  useEffect(() => {
    if (left.isFocused && left.text && input.current) typeInto(input.current, left.text);
  }, [left]);
  return { input, isOpen: left.isFocused && (left.isClicked || left.text !== '') };
}
