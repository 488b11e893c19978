'use client';

import { type RefObject, useRef, useState } from 'react';
import { type Openable, onDemand } from './on-demand';
import { PlainCombobox } from './plain-combobox';
import { useFirstInteraction, whenReleased } from './use-first-interaction';

export type ComboboxOption = {
  value: string;
  label: string;
  /** A second line or column: slug, email, path. Searched too. */
  hint?: string;
  disabled?: boolean;
};

type ComboboxLook = {
  options: ComboboxOption[];
  name?: string;
  placeholder?: string;
  /** Text when nothing matches; say what to do. */
  emptyText?: string;
  /** Needed only outside a `Field`. */
  'aria-label'?: string;
  mono?: boolean;
  /** What is typed, where the options come from a search; keep the chosen ones among `options`. */
  onSearch?: (text: string) => void;
};

type ChooseOne = {
  multiple?: false;
  value?: string | null;
  defaultValue?: string;
  onValueChange?: (value: string | null) => void;
};

/** Each becomes a chip and one entry of `formData.getAll(name)`. */
type ChooseSeveral = {
  multiple: true;
  value?: string[];
  defaultValue?: string[];
  onValueChange?: (values: string[]) => void;
};

export type ComboboxProps = ComboboxLook & (ChooseOne | ChooseSeveral);

/** What was done with the plain field, for the full one to go on from. */
export type ComboboxStart = { isFocused: boolean; isClicked: boolean; text: string };

/** What the plain and the full field take: one chosen value is a list of one. */
export type ComboboxPartProps = ComboboxLook &
  Openable & {
    start: RefObject<ComboboxStart>;
    multiple: boolean;
    values: string[];
    onValuesChange: (values: string[]) => void;
  };

const FullCombobox = onDemand<ComboboxPartProps>(
  async () => (await import('./full-combobox')).FullCombobox,
  PlainCombobox,
);

const listOf = (value: string | string[] | null | undefined): string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/**
 * Choose one of many by typing, or several with `multiple`. Submits the options' values under the
 * field's name. The list is fetched at the first press of a pointer or key; a plain field stands
 * there until then, and until the pointer is released.
 */
export function Combobox(props: ComboboxProps) {
  const { multiple = false, value, defaultValue, onValueChange: _told, ...look } = props;
  const [own, setOwn] = useState(() => listOf(defaultValue));
  const [open, onOpenChange] = useState(false);
  const start = useRef<ComboboxStart>({ isFocused: false, isClicked: false, text: '' });
  useFirstInteraction((press) => {
    FullCombobox.preload();
    whenReleased(press, () => onOpenChange(true));
  });
  function onValuesChange(values: string[]) {
    setOwn(values);
    if (props.multiple) props.onValueChange?.(values);
    else props.onValueChange?.(values[0] ?? null);
  }
  return (
    <FullCombobox
      {...look}
      {...{ open, onOpenChange, start, multiple, onValuesChange }}
      values={value === undefined ? own : listOf(value)}
    />
  );
}
