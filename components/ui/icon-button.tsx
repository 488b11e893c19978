import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/class-names';

/** A square button with an icon only; `label` names it and is its tooltip. */
export function IconButton({
  label,
  icon,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  label: string;
  icon: ReactNode;
}) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      data-tooltip={label}
      className={classNames(
        'inline-grid size-8 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink [&>svg]:size-4',
        className,
      )}
    >
      {icon}
    </button>
  );
}
