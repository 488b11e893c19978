import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { TextLink } from './link';

/** Top of every page: breadcrumb, the only h1, a line of facts, the page's actions. */
export function PageHeader(props: {
  title: ReactNode;
  /** Ancestors only; the page itself is the h1. */
  breadcrumb?: { href: string; label: string }[];
  /** Beside the title: a boxed `StatusBadge`. */
  status?: ReactNode;
  /** Below the title: one sentence, or ids and times. */
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        {props.breadcrumb && props.breadcrumb.length > 0 && (
          <nav aria-label="Breadcrumb">
            <ol className="flex flex-wrap items-center gap-1 text-sm text-muted">
              {props.breadcrumb.map((item) => (
                <li key={item.href} className="flex min-w-0 items-center gap-1">
                  <TextLink quiet href={item.href} className="truncate py-0.5 text-muted!">
                    {item.label}
                  </TextLink>
                  <ChevronRight aria-hidden size={14} className="shrink-0" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">
            {props.title}
          </h1>
          {props.status}
        </div>
      </div>
      {/* Below the title, as wide as the page: beside many actions it would be a column of words. */}
      {props.description && (
        <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 text-sm wrap-anywhere text-muted xl:order-1">
          {props.description}
        </div>
      )}
      {props.actions && (
        <div className="flex flex-wrap gap-2 pt-0.5 max-xl:pt-2">{props.actions}</div>
      )}
    </header>
  );
}

/** The column every page sits in: even gaps between header, notices and sections. */
export function Page(props: { children: ReactNode; narrow?: boolean }) {
  return (
    <div
      className={`mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-6 lg:px-8 ${props.narrow ? 'max-w-3xl' : 'max-w-[90rem]'}`}
    >
      {props.children}
    </div>
  );
}
