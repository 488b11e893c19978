import { classNames } from '@/components/class-names';

const MAX_SHOWN = 99;

/** How many are new or wait, as "12 new" to whoever listens; nothing where none is. */
export function NewCount(props: { count: number; word?: 'new' | 'waiting'; className?: string }) {
  const { count } = props;
  if (count === 0) return null;
  return (
    <span
      className={classNames(
        'min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-medium text-on-accent tabular-nums',
        props.className,
      )}
    >
      {count > MAX_SHOWN ? `${MAX_SHOWN}+` : count}
      <span className="sr-only"> {props.word ?? 'new'}</span>
    </span>
  );
}
