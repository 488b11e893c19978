import type { APIRequestContext, APIResponse } from '@playwright/test';

/** Sends what a `curl` command of ours would, as pasted into a terminal; not every machine has curl. */
export async function runCommand(
  request: APIRequestContext,
  command: string,
): Promise<APIResponse> {
  const [, url = ''] = /^curl -i (\S+)/.exec(command) ?? [];
  const headers = [...command.matchAll(/-H '([^:]+): ([^']*)'/g)].map(
    ([, name = '', value = '']) => [name, value],
  );
  return request.get(url, { headers: Object.fromEntries(headers) });
}
