import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { dropDay } from '@/domain/retention/drop-day';
import { getRetention } from '@/domain/retention/get-retention';
import { setRetention } from '@/domain/retention/set-retention';

/** How long history is kept. */
export const RETENTION_COMMANDS: readonly AnyCommand[] = [setRetention, dropDay];

export const RETENTION_QUERIES: readonly AnyQuery[] = [getRetention];
