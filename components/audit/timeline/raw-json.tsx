import { CodeBlock } from '@/components/ui/code-block';
import type { TimelineEntry } from './entry';

/** The row as the API and the exports have it. */
export function RawJson(props: { entry: TimelineEntry }) {
  const { entry } = props;
  const row = entry.kind === 'decision' ? entry.decision : entry.event;
  return (
    <details className="group/raw">
      <summary className="min-h-6 cursor-pointer rounded-sm text-sm font-semibold">
        Raw JSON
      </summary>
      <div className="pt-2">
        <CodeBlock label="row as JSON" code={JSON.stringify(row, null, 2)} />
      </div>
    </details>
  );
}
