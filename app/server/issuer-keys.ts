import { environment } from '@/domain/environment/env';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { type IssuerKeys, makeIssuerKeys } from '@/domain/workloads/issuer-keys';

// One cache a process: Next may evaluate a module more than once.
const shared = globalThis as { keywardIssuerKeys?: IssuerKeys };

/** The keys of those who vouch for workloads, kept for this process. */
export function issuerKeys(): IssuerKeys {
  shared.keywardIssuerKeys ??= makeIssuerKeys({
    fetch: guardedFetch,
    trusted: environment().trustedIssuersPrivate,
  });
  return shared.keywardIssuerKeys;
}
