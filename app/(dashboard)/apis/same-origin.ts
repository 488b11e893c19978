/**
 * Whether a browser sent this request from our own pages. Route handlers lack the check that Next
 * gives server actions. Sec-Fetch-Site decides; over plain HTTP browsers leave it out, then Origin
 * must name our host. Neither: no.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return origin !== null && host !== null && hostOf(origin) === host;
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null);
