'use client';

import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from '@/components/class-names';
import { useControlAttributes } from './field';

export type SelectOption = { value: string; label: string; disabled?: boolean };

/** The native select. More than about 15 options want a `Combobox`. */
export function Select({
  options,
  placeholder,
  className,
  ...rest
}: Omit<ComponentProps<'select'>, 'children'> & {
  options: SelectOption[];
  /** An empty first option, shown until something is chosen. */
  placeholder?: string;
}) {
  return (
    <span className={classNames('relative block', className)}>
      <select
        {...useControlAttributes()}
        {...rest}
        className="control h-8 appearance-none truncate pr-8 pl-2.5"
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
