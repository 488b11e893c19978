import { environment } from '@/domain/environment/env';
import { type KnownIssuers, makeKnownIssuers } from '@/domain/issuers/known-issuers';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';

// One cache a process: Next may evaluate a module more than once.
const shared = globalThis as { keywardIssuers?: KnownIssuers };

/** Those who vouch for workloads and people, kept for this process. */
export function knownIssuers(): KnownIssuers {
  shared.keywardIssuers ??= makeKnownIssuers({
    fetch: guardedFetch,
    trusted: environment().trustedIssuersPrivate,
  });
  return shared.keywardIssuers;
}
