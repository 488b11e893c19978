import clsx, { type ClassValue } from 'clsx';

/** Joins class names; falsy parts drop out. Later classes do not override earlier ones. */
export function classNames(...parts: ClassValue[]): string {
  return clsx(parts);
}
