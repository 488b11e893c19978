/** The box around the field: chips make it taller. */
export const comboboxBoxClass = (multiple: boolean): string =>
  multiple ? 'control min-h-8' : 'control flex h-8 items-center';

/** One chosen option of several. */
export const chipClass =
  'inline-flex h-6 max-w-full items-center gap-0.5 rounded-sm bg-accent-soft pl-2 text-sm text-accent-text outline-none data-highlighted:ring-2 data-highlighted:ring-ring focus-within:ring-2';

export const chipRemoveClass = 'grid size-6 place-items-center rounded-sm hover:text-ink';

/** The field to type in, alone in its box or after chips. */
export function comboboxInputClass(look: { multiple: boolean; mono?: boolean }): string {
  return `min-w-16 flex-1 bg-transparent text-base outline-none ${
    look.multiple ? 'h-6 px-1.5' : 'h-full pl-2.5'
  } ${look.mono ? 'font-mono' : ''}`;
}
