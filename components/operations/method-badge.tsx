import { classNames } from '@/components/class-names';

const tones: Record<string, string> = {
  GET: 'bg-info-soft text-info border-info-line',
  POST: 'bg-ok-soft text-ok border-ok-line',
  PUT: 'bg-warn-soft text-warn border-warn-line',
  PATCH: 'bg-warn-soft text-warn border-warn-line',
  DELETE: 'bg-danger-soft text-danger border-danger-line',
};

/** The method as a word in a box of even width; null is a plain action. */
export function MethodBadge(props: { method: string | null; className?: string }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 w-15 shrink-0 items-center justify-center rounded-sm border align-middle font-mono text-xs',
        tones[props.method ?? ''] ?? 'border-line bg-sunken text-muted',
        props.className,
      )}
    >
      {props.method ?? 'action'}
    </span>
  );
}
