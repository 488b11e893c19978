import { Check, Copy } from 'lucide-react';
import { classNames } from '@/components/class-names';
import { type ButtonSize, buttonStyle } from './button-style';

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

/** The same as a button with its words: "Copy link". */
export function CopyText(props: { text: string; label: string; size?: ButtonSize }) {
  return (
    <button
      type="button"
      data-copy={props.text}
      className={buttonStyle('secondary', props.size ?? 'medium')}
    >
      <Copy aria-hidden size={15} className="copy-icon" />
      <Check aria-hidden size={15} className="copied-icon text-ok" />
      {props.label}
    </button>
  );
}
