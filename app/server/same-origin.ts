import { environment } from '@/domain/environment/env';

/**
 * Whether a browser sent this request from our own pages. Route handlers lack the check that Next
 * gives server actions. Browsers name the Origin of every POST; Sec-Fetch-Site they leave out over
 * plain HTTP. What is said must be us, and one of the two must be said.
 * @param own the origin of KEYWARD_URL; Host is the word of whoever asks
 */
export function isSameOrigin(headers: Headers, own = environment().keywardUrl): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site === null && origin === null) return false;
  return (site === null || site === 'same-origin') && (origin === null || origin === own);
}
