import { formatCount, formatNumber } from '@/components/format/format';
import { Notice } from '@/components/ui/notice';
import type { ImportPlan } from './import-plan';

/** What is missing from the import comes before what was read another way. */
const LEAVES_OUT = new Set(['equivalent_paths', 'operation_left_out']);

/** All that is to be known before applying, the most important first, each with its place. */
export function ImportWarnings({ plan }: { plan: ImportPlan }) {
  const { warnings, moreWarnings } = plan;
  const total = warnings.length + moreWarnings;
  if (total === 0) return null;
  const leavesOut = warnings.some((warning) => LEAVES_OUT.has(warning.code));
  return (
    <Notice
      tone="warn"
      title={
        leavesOut
          ? `Not everything in the document is imported: ${formatCount(total, 'warning')}`
          : `Imported with ${formatCount(total, 'warning')}`
      }
    >
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={formatCount(total, 'warning')}
        className="max-h-72 overflow-y-auto rounded-md border border-warn-line bg-surface"
      >
        <ol className="divide-y divide-line">
          {warnings.map(({ code, message, place }) => (
            <li key={`${code} ${place} ${message}`} className="px-3 py-1.5">
              <code className="flex flex-wrap gap-x-3 text-xs text-muted">
                <span>{code}</span>
                <span className="break-all">{place}</span>
              </code>
              <span className="break-words">{message}</span>
            </li>
          ))}
        </ol>
      </section>
      {moreWarnings > 0 && (
        <p>{formatNumber(moreWarnings)} more of the least important are not listed.</p>
      )}
    </Notice>
  );
}
