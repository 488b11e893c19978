import { Check, Copy } from 'lucide-react';
import { classNames } from '@/components/class-names';

/** Small copy button. `label` says what: "Copy token id". Works over plain HTTP too. */
export function CopyButton(props: { text: string; label: string; className?: string }) {
  return (
    <button
      type="button"
      data-copy={props.text}
      data-tooltip={props.label}
      aria-label={props.label}
      className={classNames(
        'inline-grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink',
        props.className,
      )}
    >
      <Copy aria-hidden size={14} className="copy-icon" />
      <Check aria-hidden size={14} className="copied-icon text-ok" />
    </button>
  );
}
