import { Landmark } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CeilingWords } from './ceiling-words';

/** The hint of a field, and under it what the organisation allows there. */
export function CeilingHint(props: { hint?: ReactNode; ceiling: CeilingWords | undefined }) {
  const { hint, ceiling } = props;
  if (!ceiling) return hint;
  return (
    <>
      {hint && <span className="block">{hint}</span>}
      <span
        className={`mt-0.5 flex items-start gap-1.5 ${ceiling.holdsInstead ? 'text-warn' : 'text-text'}`}
      >
        <Landmark aria-hidden size={13} className="mt-[3px] shrink-0" />
        <span className="min-w-0 break-words">
          Organisation: {ceiling.text}
          {ceiling.holdsInstead && '. This holds instead of the group’s own'}
        </span>
      </span>
    </>
  );
}
