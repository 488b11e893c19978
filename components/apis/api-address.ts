/** Where an API is reached, in one line: "api.example.com/v1"; null without hosts. */
export function apiAddress(api: { hosts: readonly string[]; basePath: string }): string | null {
  const [first, ...more] = api.hosts;
  if (first === undefined) return null;
  const path = api.basePath === '/' ? '' : api.basePath;
  return `${first}${path}${more.length > 0 ? ` +${more.length}` : ''}`;
}
