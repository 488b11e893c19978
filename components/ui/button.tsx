'use client';

import { LoaderCircle } from 'lucide-react';
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react';
import { classNames } from '@/components/class-names';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Work is under way: the button keeps its width and focus, and ignores clicks. */
  pending?: boolean;
  /** Why it cannot be used now. The button stays focusable and tells the reason. */
  disabledReason?: string | undefined;
};

/** The button. Never merely disabled: give `disabledReason`, or hide nothing and let it work. */
export function Button(props: ButtonProps) {
  const { variant, size, icon, pending, disabledReason, className, children, onClick, ...rest } =
    props;
  const reasonId = useId();
  const blocked = Boolean(disabledReason) || pending;
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <>
      <button
        type="button"
        {...rest}
        onClick={handleClick}
        aria-disabled={blocked || undefined}
        aria-busy={pending || undefined}
        {...(disabledReason && {
          'data-tooltip': disabledReason,
          'data-tooltip-visual': '',
          'aria-describedby': reasonId,
        })}
        className={classNames(buttonStyle(variant, size), className)}
      >
        {pending ? (
          <LoaderCircle aria-hidden size={15} className="animate-spin" />
        ) : (
          icon && <span className="contents [&>svg]:size-[15px]">{icon}</span>
        )}
        {children}
      </button>
      {disabledReason && (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </>
  );
}
