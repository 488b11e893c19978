import { classNames } from '@/components/class-names';
import { StatusBadge } from '@/components/ui/status-badge';
import type { TokenView } from '@/domain/tokens/token-view';
import { blockedWords, breakWords } from './blocked-words';

/** The status of a token; of a blocked one, what blocks it, and what of a policy it breaks. */
export function TokenStatus(props: {
  token: Pick<TokenView, 'status' | 'blockedBy'> & Partial<Pick<TokenView, 'breaks'>>;
  boxed?: boolean;
}) {
  const { status, blockedBy, breaks = [] } = props.token;
  const word = blockedBy ? blockedWords(blockedBy) : undefined;
  return (
    <>
      <StatusBadge
        status={status === 'blocked' ? 'refused' : status}
        {...(word && { word })}
        {...(props.boxed && { boxed: true })}
      />
      {blockedBy === 'policy_not_met' && breaks.length > 0 && (
        <span
          className={classNames(
            'ml-1.5 text-xs whitespace-nowrap text-muted',
            // In a list's row a phone has no room for it.
            !props.boxed && 'max-md:hidden',
          )}
        >
          {breakWords(breaks)}
        </span>
      )}
    </>
  );
}
