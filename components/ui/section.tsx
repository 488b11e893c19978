import { type ReactNode, useId } from 'react';
import { classNames } from '@/components/class-names';

/** A framed part of a page with heading, a line of explanation, and actions. `flush` for tables and lists. */
export function Section(props: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classNames(
        'min-w-0 overflow-clip rounded-lg border border-line bg-surface',
        props.className,
      )}
    >
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-1.5 max-sm:py-2.5">
        <div className="min-w-0 wrap-anywhere">
          <h2 id={id} className="text-sm font-semibold">
            {props.title}
          </h2>
          {props.description && <p className="text-sm text-muted">{props.description}</p>}
        </div>
        {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
      </header>
      <div className={props.flush ? '' : 'p-4'}>{props.children}</div>
    </section>
  );
}

/** A plain framed box. */
export function Card(props: { children: ReactNode; className?: string }) {
  return (
    <div
      className={classNames(
        'min-w-0 rounded-lg border border-line bg-surface p-4',
        props.className,
      )}
    >
      {props.children}
    </div>
  );
}
