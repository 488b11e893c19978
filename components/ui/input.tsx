'use client';

import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from '@/components/class-names';
import { useControlAttributes } from './field';

/** A text input; inside a `Field` it takes id, name and aria from there. `mono` for ids, CIDRs, hosts. */
export function Input({ className, mono, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return (
    <input
      type="text"
      autoComplete="off"
      {...useControlAttributes()}
      {...rest}
      className={classNames('control h-8 px-2.5', mono && 'font-mono', className)}
    />
  );
}

/**
 * An email address. No `type="email"`: browsers refuse letters of other scripts there, rewrite domains,
 * and know nothing of `Byron, Ada <ada@example.com>`.
 */
export function EmailInput(props: ComponentProps<'input'>) {
  return <Input inputMode="email" autoCapitalize="none" spellCheck={false} {...props} />;
}

/** Several lines. `mono` for documents and lists of addresses. */
export function Textarea({
  className,
  mono,
  ...rest
}: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea
      rows={4}
      {...useControlAttributes()}
      {...rest}
      className={classNames('control min-h-16 px-2.5 py-1.5', mono && 'font-mono', className)}
    />
  );
}

/** A search box with its glass; needs `aria-label` when it has no `Field`. */
export function SearchInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <span className={classNames('relative block', className)}>
      <Search
        aria-hidden
        size={15}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        type="search"
        autoComplete="off"
        spellCheck={false}
        {...useControlAttributes()}
        {...rest}
        className="control h-8 pr-2 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
    </span>
  );
}
