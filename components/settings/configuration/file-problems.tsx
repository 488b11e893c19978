'use client';

import { formatCount } from '@/components/format/format';
import { isLost, type Refused } from '@/components/ui/form-state';
import { Notice, type Tone } from '@/components/ui/notice';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { RefusalReference } from '@/components/ui/refusal-reference';

type Problem = { path: string; message: string };

/** Why a file is refused: each problem with its line, which `onLine` leads to. Nothing was changed. */
export function FileProblems(props: { refusal: Refused; onLine: (place: string) => void }) {
  const { code, message, errors = [], requestId } = props.refusal;
  if (isLost(props.refusal) || !errors.some(({ path }) => isPlace(path))) {
    return <RefusalNotice refusal={props.refusal} />;
  }
  const title =
    errors.length === 1
      ? 'The file has a problem'
      : /There are \d+ problems.*$/.exec(message)?.[0].replace('There are ', 'The file has ');
  return (
    <Notice tone="danger" live title={title ?? `The file has ${errors.length} problems`}>
      <p>Nothing was changed.</p>
      <ProblemList errors={errors} onLine={props.onLine} />
      <RefusalReference code={code} requestId={requestId} />
    </Notice>
  );
}

/** The same inside a plan: the file is out of sight, and `onLine` leads back to it. */
export function PlanRefused(props: {
  tone: Tone;
  title: string;
  message: string;
  errors: readonly Problem[];
  onLine: (place: string) => void;
}) {
  return (
    <Notice tone={props.tone} title={props.title}>
      {props.errors.length > 0 ? (
        <ProblemList errors={props.errors} onLine={props.onLine} />
      ) : (
        <p>{props.message}</p>
      )}
    </Notice>
  );
}

function ProblemList(props: { errors: readonly Problem[]; onLine: (place: string) => void }) {
  const { errors, onLine } = props;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={formatCount(errors.length, 'problem')}
      className="max-h-80 overflow-y-auto rounded-md border border-line bg-surface"
    >
      <ol className="divide-y divide-line">
        {errors.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="flex flex-wrap gap-x-3 px-3 py-1.5">
            {isPlace(path) && (
              <button
                type="button"
                onClick={() => onLine(path)}
                className="min-h-6 rounded-sm text-accent-text underline underline-offset-2"
              >
                {lineOf(path)}
              </button>
            )}
            <span className="min-w-0 flex-1 basis-64 break-words">{message}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const isPlace = (path: string) => /^\d+:\d+$/.test(path);
const lineOf = (place: string) => `Line ${place.split(':')[0]}`;
