import { classNames } from '@/components/class-names';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'small' | 'medium';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent border-transparent enabled-hover:bg-accent-hover',
  secondary: 'bg-surface text-ink border-line-strong/60 enabled-hover:bg-hover',
  ghost: 'bg-transparent text-ink border-transparent enabled-hover:bg-hover',
  danger: 'bg-danger-fill text-on-danger border-transparent enabled-hover:bg-danger-fill-hover',
};

const sizes: Record<ButtonSize, string> = {
  small: 'h-7 px-2 text-sm gap-1.5',
  medium: 'h-8 px-3 text-sm gap-1.5',
};

/** Classes of a button, for the rare element that is neither `Button` nor `ButtonLink`. */
export function buttonStyle(variant: ButtonVariant = 'secondary', size: ButtonSize = 'medium') {
  return classNames(
    'relative inline-flex shrink-0 select-none items-center justify-center rounded-md border',
    'font-medium whitespace-nowrap transition-colors',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-faint',
    'disabled:border-line disabled:bg-sunken disabled:text-faint',
    variants[variant],
    sizes[size],
  );
}
