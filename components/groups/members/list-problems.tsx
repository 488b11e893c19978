'use client';

import { stringify } from 'csv-stringify/browser/esm/sync';
import { FileDown } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ListProblem } from './parse-member-list';

/** The lines of a pasted list that name nobody or could not be read; the others are staged. */
export function ListProblems(props: { problems: ListProblem[]; stagedCount: number }) {
  const { problems, stagedCount } = props;
  const lines = formatCount(problems.length, 'entry', 'entries');
  return (
    <Notice
      live
      tone="warn"
      title={`${formatCount(stagedCount, 'member')} staged; ${lines} could not be`}
      actions={
        <Button size="small" icon={<FileDown aria-hidden />} onClick={() => download(problems)}>
          Report
        </Button>
      }
    >
      <ul className="max-h-40 list-disc space-y-0.5 overflow-y-auto pl-4">
        {problems.map(({ line, text, message }) => (
          <li key={`${line} ${text}`}>
            {line > 0 && `Line ${line}, `}
            <code className="text-xs break-all">{text}</code>: {message}
          </li>
        ))}
      </ul>
      <p>They are left in the list below, to be corrected.</p>
    </Notice>
  );
}

/** Saves what is wrong with which line as a CSV file, for whoever sent the list. */
function download(problems: readonly ListProblem[]) {
  const text = stringify(
    problems.map(({ line, text: entry, message }) => [line || '', entry, message]),
    { header: true, columns: ['line', 'entry', 'problem'], escape_formulas: true },
  );
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'entries-not-added.csv';
  link.click();
  URL.revokeObjectURL(address);
}
