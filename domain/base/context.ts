import type { Database } from '@/db/client';
import type { Actor } from './actor';

/** Where a request came from, as recorded in history. */
export interface RequestOrigin {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Everything a door (page, REST, terminal) hands to the runner. */
export interface Context {
  readonly db: Database;
  readonly actor: Actor;
  readonly request: RequestOrigin;
  /** Server secret (32 characters or more) from which retried secrets are derived again. */
  readonly serverSecret: string;
  /** Where webhooks may go beside the internet, as `WEBHOOK_PRIVATE_HOSTS` has it; nowhere unless given. */
  readonly webhookPrivateHosts?: readonly string[];
  readonly idempotencyKey?: string;
  /** The actor has ended by what they ask about: they get the answer of an earlier call, or none. */
  readonly isRetry?: true;
}
