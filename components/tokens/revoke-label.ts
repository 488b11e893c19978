import { formatNumber } from '@/components/format/format';
import type { TokenRow } from './token-row';

/** The word on the button: how many tokens below end with this one is said before it is pressed. */
export const revokeLabel = ({
  status,
  livingBelow,
}: Pick<TokenRow, 'status' | 'livingBelow'>): string =>
  livingBelow === 0 || status === 'revoked'
    ? 'Revoke'
    : `Revoke with ${formatNumber(livingBelow)} below`;
