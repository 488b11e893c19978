import type { AnyCommand, AnyQuery } from '@/domain/commands/define';

/** The request a client sends for this operation; null where it has no address in the control API. */
export function requestFor(
  operation: AnyCommand | AnyQuery,
  input: object,
  secret: string,
): Request | null {
  const { http } = operation;
  if (!http) return null;
  const left = new Map(Object.entries(input));
  const take = (name: string) => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  const path = http.path.replaceAll(/\{(\w+)\}/g, (_all, name) =>
    encodeURIComponent(String(take(name))),
  );
  const raw = http.rawBody === undefined ? undefined : take(http.rawBody);
  const url = new URL(`/api/v1${path}`, 'http://127.0.0.1:3000');
  for (const [name, value] of Object.entries(http.when ?? {})) url.searchParams.set(name, value);
  if (http.method === 'GET') {
    for (const [name, value] of left) url.searchParams.set(name, String(value));
  }
  return new Request(url, {
    method: http.method,
    headers: { Authorization: `Bearer ${secret}`, 'User-Agent': 'the matrix' },
    ...(http.method !== 'GET' && {
      body: (raw as BodyInit | undefined) ?? JSON.stringify(Object.fromEntries(left)),
    }),
  });
}
