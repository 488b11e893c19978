import { environment } from '@/domain/environment/env';
import { GITHUB_KEYS_URL, type GithubKeys, makeGithubKeys } from '@/domain/leaks/github-keys';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';

// One cache a process: Next may evaluate a module more than once.
const shared = globalThis as { keywardGithubKeys?: GithubKeys };

/** The keys of GitHub's secret scanning, kept for this process. */
export function githubKeys(): GithubKeys {
  const named = environment().secretScanningKeysUrl;
  shared.keywardGithubKeys ??= makeGithubKeys({
    fetch: guardedFetch,
    url: named ?? GITHUB_KEYS_URL,
    // Who runs Keyward has named it.
    trusted: named ? [new URL(named).origin] : [],
  });
  return shared.keywardGithubKeys;
}
