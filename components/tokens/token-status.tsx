import { StatusBadge } from '@/components/ui/status-badge';
import type { TokenView } from '@/domain/tokens/token-view';
import { blockedWords } from './blocked-words';

/** The status of a token; of a blocked one, what blocks it. */
export function TokenStatus(props: {
  token: Pick<TokenView, 'status' | 'blockedBy'>;
  boxed?: boolean;
}) {
  const { status, blockedBy } = props.token;
  const word = blockedBy ? blockedWords(blockedBy) : undefined;
  return (
    <StatusBadge
      status={status === 'blocked' ? 'refused' : status}
      {...(word && { word })}
      {...(props.boxed && { boxed: true })}
    />
  );
}
