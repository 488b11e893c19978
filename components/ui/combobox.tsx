'use client';

import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatNumber } from '@/components/format/format';
import { useHydrated } from './clock';
import { useControlAttributes } from './field';

export type ComboboxOption = {
  value: string;
  label: string;
  /** A second line or column: slug, email, path. Searched too. */
  hint?: string;
  disabled?: boolean;
};

// Rendering every match of 1,000+ options costs more than anyone reads; typing narrows.
const shownLimit = 80;

type CommonProps = {
  options: ComboboxOption[];
  placeholder?: string;
  /** Text when nothing matches; say what to do. */
  emptyText?: string;
  /** Needed only outside a `Field`. */
  'aria-label'?: string;
  mono?: boolean;
};

export type ComboboxProps = CommonProps & {
  name?: string;
  value?: string | null;
  defaultValue?: string;
  onValueChange?: (value: string | null) => void;
};

export type MultiComboboxProps = CommonProps & {
  name?: string;
  value?: string[];
  defaultValue?: string[];
  onValueChange?: (values: string[]) => void;
  /** What is typed, where the options come from a search; keep the chosen ones among `options`. */
  onSearch?: (text: string) => void;
};

function matches(option: ComboboxOption, query: string): boolean {
  const text = `${option.label} ${option.hint ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const sameOption = (left: ComboboxOption, right: ComboboxOption) => left.value === right.value;

/** Choose one of many by typing. Submits the option's `value` under the field's name. */
export function Combobox(props: ComboboxProps) {
  const control = useControlAttributes();
  const hydrated = useHydrated();
  const byValue = useOptionIndex(props.options);
  const [own, setOwn] = useState<string | null>(props.defaultValue ?? null);
  const current = props.value === undefined ? own : props.value;
  const selected = current === null ? null : (byValue.get(current) ?? null);
  // Base UI's hidden input carries a style attribute, which the CSP refuses in server HTML.
  if (!hydrated) return <Placeholder text={selected?.label ?? props.placeholder} />;
  const name = props.name ?? control.name;
  return (
    <BaseCombobox.Root
      items={props.options}
      value={selected}
      onValueChange={(option: ComboboxOption | null) => {
        setOwn(option?.value ?? null);
        props.onValueChange?.(option?.value ?? null);
      }}
      filter={matches}
      limit={shownLimit}
      isItemEqualToValue={sameOption}
      autoHighlight
      {...(name && { name })}
    >
      <BaseCombobox.InputGroup className="control flex h-8 items-center">
        <ComboboxInput {...props} />
        {selected && (
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
      </BaseCombobox.InputGroup>
      <ComboboxPopup {...props} />
    </BaseCombobox.Root>
  );
}

/** Choose several; each becomes a chip and one entry of `formData.getAll(name)`. */
export function MultiCombobox(props: MultiComboboxProps) {
  const control = useControlAttributes();
  const hydrated = useHydrated();
  const byValue = useOptionIndex(props.options);
  const [own, setOwn] = useState<string[]>(props.defaultValue ?? []);
  const selected = (props.value ?? own).flatMap((value) => byValue.get(value) ?? []);
  if (!hydrated) {
    const text = selected.map((option) => option.label).join(', ');
    return <Placeholder text={text || props.placeholder} />;
  }
  const name = props.name ?? control.name;
  return (
    <BaseCombobox.Root
      multiple
      items={props.options}
      value={selected}
      onValueChange={(options: ComboboxOption[]) => {
        const values = options.map((option) => option.value);
        setOwn(values);
        props.onValueChange?.(values);
      }}
      onInputValueChange={(text: string) => props.onSearch?.(text)}
      filter={matches}
      limit={shownLimit}
      isItemEqualToValue={sameOption}
      autoHighlight
      {...(name && { name })}
    >
      <BaseCombobox.InputGroup className="control min-h-8">
        <BaseCombobox.Chips className="flex flex-wrap items-center gap-1 p-[3px]">
          {selected.map((option) => (
            <BaseCombobox.Chip
              key={option.value}
              aria-label={option.label}
              className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-sm bg-accent-soft pl-2 text-sm text-accent-text outline-none data-highlighted:ring-2 data-highlighted:ring-ring focus-within:ring-2"
            >
              <span className={`truncate ${props.mono ? 'font-mono text-xs' : ''}`}>
                {option.label}
              </span>
              <BaseCombobox.ChipRemove
                aria-label={`Remove ${option.label}`}
                className="grid size-6 place-items-center rounded-sm hover:text-ink"
              >
                <X aria-hidden size={12} />
              </BaseCombobox.ChipRemove>
            </BaseCombobox.Chip>
          ))}
          <ComboboxInput {...props} {...(selected.length > 0 && { placeholder: '' })} chips />
        </BaseCombobox.Chips>
      </BaseCombobox.InputGroup>
      <ComboboxPopup {...props} />
    </BaseCombobox.Root>
  );
}

function useOptionIndex(options: ComboboxOption[]) {
  return useMemo(() => new Map(options.map((option) => [option.value, option])), [options]);
}

function Placeholder(props: { text: string | undefined }) {
  return (
    <div aria-hidden className="control h-8 truncate px-2.5 py-1 text-faint">
      {props.text}
    </div>
  );
}

function ComboboxInput(props: CommonProps & { chips?: boolean }) {
  const { name: _hiddenInputHasIt, ...control } = useControlAttributes();
  return (
    <BaseCombobox.Input
      {...control}
      // While its list is open the label is hidden from screen readers; a reference still names it.
      aria-labelledby={control.id && `${control.id}-label`}
      {...(props['aria-label'] && { 'aria-label': props['aria-label'] })}
      placeholder={props.placeholder ?? 'Type to search'}
      className={`min-w-16 flex-1 bg-transparent text-base outline-none ${
        props.chips ? 'h-6 px-1.5' : 'h-full pl-2.5'
      } ${props.mono ? 'font-mono' : ''}`}
    />
  );
}

function ComboboxPopup(props: CommonProps) {
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
