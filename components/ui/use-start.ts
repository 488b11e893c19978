'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ComboboxStart } from './combobox';

/**
 * React takes note of a value only by its event, and of that only when the setter of the element's
 * class has set it. The list opens for `insertText`, not for what a browser fills in by itself.
 */
function typeInto(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(
    new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }),
  );
}

/** Goes on where the plain field was left: keeps the focus, types again what was typed, or opens. */
export function useStart(start: RefObject<ComboboxStart>) {
  const input = useRef<HTMLInputElement>(null);
  const [left] = useState(() => ({ ...start.current }));
  useLayoutEffect(() => {
    if (left.isFocused) input.current?.focus();
  }, [left]);
  useEffect(() => {
    if (left.isFocused && left.text && input.current) typeInto(input.current, left.text);
  }, [left]);
  return { input, isOpen: left.isFocused && (left.isClicked || left.text !== '') };
}
