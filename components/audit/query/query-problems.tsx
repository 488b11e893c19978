import { Button } from '@/components/ui/button';
import type { TextProblem } from '@/domain/base/refusal';

/** What is wrong with a query, each with its place marked, and what may have been meant. */
export function QueryProblems(props: {
  id: string;
  q: string;
  problems: readonly TextProblem[];
  onMend: (q: string) => void;
}) {
  const { q, problems } = props;
  return (
    <div id={props.id} role="alert" aria-label="What is wrong with the query">
      <ul className="space-y-1.5">
        {problems.map((problem) => {
          const { at, length, message, suggestion } = problem;
          const end = at + length;
          return (
            <li
              key={`${at} ${message}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-danger-line bg-danger-soft px-2.5 py-1.5 text-sm"
            >
              <code className="max-w-full text-xs break-words whitespace-pre-wrap text-muted">
                {q.slice(Math.max(0, at - 24), at)}
                <mark className="rounded-sm bg-danger-fill px-0.5 text-on-danger">
                  {q.slice(at, end) || '⌴'}
                </mark>
                {q.slice(end, end + 24)}
              </code>
              <span className="min-w-0">
                <span className="sr-only">At character {at + 1}: </span>
                {message}
              </span>
              {suggestion !== undefined && (
                <Button
                  size="small"
                  onClick={() => props.onMend(q.slice(0, at) + suggestion + q.slice(end))}
                >
                  Use <code className="text-xs">{suggestion}</code>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
