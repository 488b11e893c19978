import { FileDown } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { CopyText } from '@/components/ui/copy-button';
import { ButtonLink } from '@/components/ui/link';
import type { BlastRadius } from '@/domain/decisions/blast-radius';
import { radiusQueryOf } from '@/domain/decisions/radius-words';
import { PrintButton } from './print-button';

const SPANS = [
  ['1 h', 1],
  ['24 h', 24],
  ['7 d', 24 * 7],
  ['30 d', 24 * 30],
] as const;
const HOUR_MS = 3_600_000;

/** Other spans of time up to the same end, and the ways to take the report along. */
export function RadiusBar(props: {
  radius: Pick<BlastRadius, 'subject' | 'from' | 'to'>;
  /** The page's whole address: times in it are absolute. */
  link: string;
  markdown: string;
  /** Why the reader can open no incident; undefined where they can. */
  openRefusal: string | undefined;
}) {
  const { subject, from, to } = props.radius;
  const endMs = Date.parse(to);
  const hours = (endMs - Date.parse(from)) / HOUR_MS;
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <nav aria-label="Span of time" className="flex gap-1">
        {SPANS.map(([label, span]) => (
          <ButtonLink
            key={label}
            size="small"
            aria-current={span === hours ? 'true' : undefined}
            variant={span === hours ? 'primary' : 'secondary'}
            href={paths.radius(
              radiusQueryOf({ subject, from: new Date(endMs - span * HOUR_MS).toISOString(), to }),
            )}
          >
            {label}
          </ButtonLink>
        ))}
      </nav>
      <CopyText text={props.link} label="Copy link" size="small" />
      <CopyText text={props.markdown} label="Copy Markdown" size="small" />
      <a
        href={paths.radiusMarkdown(radiusQueryOf({ subject, from, to }))}
        download
        className={buttonStyle('secondary', 'small')}
      >
        <FileDown aria-hidden size={15} /> Download
      </a>
      <PrintButton size="small" />
      {props.openRefusal === undefined ? (
        <ButtonLink
          size="small"
          href={paths.incidentNew({ [subject.type]: subject.id, name: subject.name ?? subject.id })}
        >
          Open an incident
        </ButtonLink>
      ) : (
        <Button size="small" disabledReason={props.openRefusal}>
          Open an incident
        </Button>
      )}
    </div>
  );
}
