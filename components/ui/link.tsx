import NextLink from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { IntentLink } from './intent-link';

type LinkProps = ComponentProps<typeof NextLink>;

/** A link in running text: accent, underlined on hover; `quiet` keeps the text's own colour. */
export function TextLink({ className, quiet, ...rest }: LinkProps & { quiet?: boolean }) {
  return (
    <NextLink
      prefetch={false}
      {...rest}
      className={classNames(
        'rounded-sm underline-offset-2 hover:underline',
        quiet ? 'text-ink' : 'text-accent-text underline decoration-accent-text/40',
        className,
      )}
    />
  );
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: LinkProps & { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode }) {
  return (
    <IntentLink {...rest} className={classNames(buttonStyle(variant, size), className)}>
      {icon && <span className="contents [&>svg]:size-[15px]">{icon}</span>}
      {children}
    </IntentLink>
  );
}
