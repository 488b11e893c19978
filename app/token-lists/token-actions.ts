import { renameTokenAction, rotateTokenAction, setTokenLimitsAction } from '@/app/actions/tokens';
import type { TokenActions } from '@/components/tokens/token-actions';

/** What the pages of tokens ask of the server beside `tokens/changes`, as one prop. */
export const tokenActions: TokenActions = {
  rename: renameTokenAction,
  rotate: rotateTokenAction,
  setLimits: setTokenLimitsAction,
};
