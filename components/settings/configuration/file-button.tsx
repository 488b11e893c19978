'use client';

import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';

/** A button that asks for files. `label` names the input itself. */
export function FileButton(props: {
  label: string;
  accept: string;
  icon: ReactNode;
  multiple?: boolean;
  onFiles: (files: File[]) => Promise<void>;
  children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  async function take() {
    if (!input.current) return;
    await props.onFiles([...(input.current.files ?? [])]);
    // So that the same file, mended, can be chosen again.
    input.current.value = '';
  }
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept={props.accept}
        multiple={props.multiple}
        aria-label={props.label}
        className="sr-only"
        tabIndex={-1}
        onChange={() => void take()}
      />
      <Button size="small" icon={props.icon} onClick={() => input.current?.click()}>
        {props.children}
      </Button>
    </div>
  );
}
