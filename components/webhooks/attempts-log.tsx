import { CodeBlock } from '@/components/ui/code-block';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import { tookWords } from './delivery-state';

interface Attempt {
  readonly number: number;
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly response: string | null;
}

/** JSON with a line for each member; what is none stays as it is. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Each try of a message with what came back, newest first. */
export function AttemptsLog(props: { attempts: readonly Attempt[] }) {
  if (props.attempts.length === 0) {
    return <EmptyState title="Not tried yet">A worker sends it within seconds.</EmptyState>;
  }
  return (
    <ol reversed className="divide-y divide-line">
      {props.attempts.toReversed().map((attempt) => (
        <li key={attempt.number} className="space-y-2 px-4 py-3 text-sm">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium">Try {attempt.number}</span>
            <StatusBadge
              status={attempt.error === null ? 'success' : 'failed'}
              word={attempt.status === null ? 'No answer' : String(attempt.status)}
            />
            <span className="text-muted">in {tookWords(attempt.durationMs)}</span>
            <AbsoluteTime date={attempt.at} className="text-muted" />
          </div>
          {attempt.error !== null && <p className="break-words">{attempt.error}</p>}
          {attempt.response && (
            <CodeBlock code={attempt.response} label={`answer of try ${attempt.number}`} wrap />
          )}
        </li>
      ))}
    </ol>
  );
}
