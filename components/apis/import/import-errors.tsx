import { formatCount, formatNumber } from '@/components/format/format';
import type { Refused } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RefusalReference } from '@/components/ui/refusal-reference';

const SHOWN_ERRORS = 100;

/** Why a document was not taken: each mistake with its place. Nothing has changed. */
export function ImportErrors(props: { refusal: Refused }) {
  const { code, message, requestId, errors = [] } = props.refusal;
  const located = errors.filter((error) => error.message !== message || error.path !== 'document');
  return (
    <Notice tone="danger" live title={message}>
      <p className="text-muted">Nothing was changed.</p>
      <RefusalReference code={code} requestId={requestId} />
      {located.length > 0 && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={formatCount(located.length, 'mistake')}
          className="max-h-80 overflow-y-auto rounded-md border border-danger-line bg-surface"
        >
          <ol className="divide-y divide-line">
            {located.slice(0, SHOWN_ERRORS).map((error) => (
              <li key={`${error.path} ${error.message}`} className="px-3 py-1.5">
                <code className="block text-xs break-all text-muted">{error.path || '/'}</code>
                {error.message}
              </li>
            ))}
          </ol>
        </section>
      )}
      {located.length > SHOWN_ERRORS && (
        <p>{formatNumber(located.length - SHOWN_ERRORS)} more are not shown.</p>
      )}
    </Notice>
  );
}
