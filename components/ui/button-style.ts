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
  return classNames('button-base', variants[variant], sizes[size]);
}
