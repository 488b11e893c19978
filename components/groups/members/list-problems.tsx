import { formatCount } from '@/components/format/format';
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
