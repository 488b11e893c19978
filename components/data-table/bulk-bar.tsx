'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '@/components/format/format';
import { IconButton } from '@/components/ui/icon-button';
import type { Noun } from './table-types';

/** Floats at the foot while rows are selected: the count, the actions, and the way out. */
export function BulkBar(props: {
  count: number;
  noun: Noun;
  onClear: () => void;
  children: ReactNode;
}) {
  return (
    <div
      role="toolbar"
      aria-label="Selected rows"
      className="sticky bottom-4 z-30 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-popup"
    >
      <span role="status" className="mr-2 font-medium">
        {formatCount(props.count, props.noun.one, props.noun.other)} selected
      </span>
      {props.children}
      <IconButton label="Clear selection" icon={<X aria-hidden />} onClick={props.onClear} />
    </div>
  );
}
