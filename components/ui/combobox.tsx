'use client';

import { type RefObject, useRef, useState } from 'react';
import { type Openable, onDemand } from './on-demand';
import { PlainCombobox, PlainMultiCombobox } from './plain-combobox';
import { useFirstInteraction } from './use-first-interaction';

export type ComboboxOption = {
  value: string;
  label: string;
  /** A second line or column: slug, email, path. Searched too. */
  hint?: string;
  disabled?: boolean;
};

export type ComboboxLook = {
  options: ComboboxOption[];
  placeholder?: string;
  /** Text when nothing matches; say what to do. */
  emptyText?: string;
  /** Needed only outside a `Field`. */
  'aria-label'?: string;
  mono?: boolean;
};

export type ComboboxProps = ComboboxLook & {
  name?: string;
  value?: string | null;
  defaultValue?: string;
  onValueChange?: (value: string | null) => void;
};

export type MultiComboboxProps = ComboboxLook & {
  name?: string;
  value?: string[];
  defaultValue?: string[];
  onValueChange?: (values: string[]) => void;
  /** What is typed, where the options come from a search; keep the chosen ones among `options`. */
  onSearch?: (text: string) => void;
};

/** What was done with the plain field, for the full one to go on from. */
export type ComboboxStart = { isFocused: boolean; isClicked: boolean; text: string };

type Exchanged = Openable & { start: RefObject<ComboboxStart> };

export type ComboboxPartProps = Omit<ComboboxProps, 'defaultValue'> &
  Exchanged & { value: string | null; onValueChange: (value: string | null) => void };

export type MultiComboboxPartProps = Omit<MultiComboboxProps, 'defaultValue'> &
  Exchanged & { value: string[]; onValueChange: (values: string[]) => void };

const FullCombobox = onDemand<ComboboxPartProps>(
  async () => (await import('./full-combobox')).FullCombobox,
  PlainCombobox,
);
const FullMultiCombobox = onDemand<MultiComboboxPartProps>(
  async () => (await import('./full-combobox')).FullMultiCombobox,
  PlainMultiCombobox,
);

/** The list is fetched at the first press of a pointer or key; a plain field stands there until then. */
function useExchange(): Exchanged {
  const [open, onOpenChange] = useState(false);
  const start = useRef<ComboboxStart>({ isFocused: false, isClicked: false, text: '' });
  useFirstInteraction(() => onOpenChange(true));
  return { open, onOpenChange, start };
}

/** Choose one of many by typing. Submits the option's `value` under the field's name. */
export function Combobox({ defaultValue, ...props }: ComboboxProps) {
  const [own, setOwn] = useState<string | null>(defaultValue ?? null);
  return (
    <FullCombobox
      {...props}
      {...useExchange()}
      value={props.value === undefined ? own : props.value}
      onValueChange={(value) => {
        setOwn(value);
        props.onValueChange?.(value);
      }}
    />
  );
}

/** Choose several; each becomes a chip and one entry of `formData.getAll(name)`. */
export function MultiCombobox({ defaultValue, ...props }: MultiComboboxProps) {
  const [own, setOwn] = useState<string[]>(defaultValue ?? []);
  return (
    <FullMultiCombobox
      {...props}
      {...useExchange()}
      value={props.value ?? own}
      onValueChange={(values) => {
        setOwn(values);
        props.onValueChange?.(values);
      }}
    />
  );
}
