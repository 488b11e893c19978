import type { ReactNode } from 'react';
import { classNames } from '@/components/class-names';

/** Facts of one object as `<dl>`: label left, value right; stacked on phones. */
export function DescriptionList(props: {
  items: { label: ReactNode; value: ReactNode }[];
  className?: string;
}) {
  return (
    <dl className={classNames('divide-y divide-line text-sm', props.className)}>
      {props.items.map((item, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of facts; labels may be elements
          key={index}
          className="flex flex-col gap-x-4 py-1.5 first:pt-0 last:pb-0 sm:flex-row sm:items-baseline"
        >
          <dt className="shrink-0 text-muted sm:w-40">{item.label}</dt>
          <dd className="min-w-0 flex-1 wrap-anywhere">
            {item.value ?? <span className="text-faint">—</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
