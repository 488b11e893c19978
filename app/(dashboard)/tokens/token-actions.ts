import { receiptsAction } from '@/app/(dashboard)/respond/actions';
import type { TokenActions } from '@/components/tokens/token-actions';
import { renameTokenAction } from './actions';

/** What the pages of tokens ask of the server beside `tokens/changes`, as one prop. */
export const tokenActions: TokenActions = { rename: renameTokenAction, receipts: receiptsAction };
