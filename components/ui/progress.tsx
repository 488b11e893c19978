/** A bar drawn as SVG (no style attribute). `value` of `max`; leave out `value` while unknown. */
export function Progress(props: { label: string; value?: number; max?: number }) {
  const max = props.max ?? 1;
  const ratio = props.value === undefined ? undefined : Math.min(1, props.value / max);
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={ratio === undefined ? undefined : Math.round(ratio * 100)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <svg
        aria-hidden="true"
        width="100%"
        height="100%"
        preserveAspectRatio="none"
        className="block"
      >
        <rect
          height="100%"
          width={`${(ratio ?? 0.3) * 100}%`}
          className={`fill-accent ${ratio === undefined ? 'animate-pulse' : ''}`}
        />
      </svg>
    </div>
  );
}
