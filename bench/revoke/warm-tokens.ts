import { API } from '../world/api';
import type { Use } from '../world/world';

/** As many as one call takes. */
const BATCH = 100;
const AT_ONCE = 4;

/** Uses each token once, so that the verifier has it in memory. @throws where one is denied */
export async function warmTokens(url: string, callerSecret: string, uses: readonly Use[]) {
  let next = 0;
  const work = async () => {
    while (next < uses.length) {
      const batch = uses.slice(next, next + BATCH);
      next += BATCH;
      await verifyBatch(url, callerSecret, batch);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function verifyBatch(url: string, callerSecret: string, uses: readonly Use[]): Promise<void> {
  const requests = uses.map(({ token, method, path }) => ({
    ...{ token: token.secret, api: API, method, path },
  }));
  const response = await fetch(`${url}/v1/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${callerSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status} to a batch`);
  const { results } = (await response.json()) as { results: { allowed: boolean; code: string }[] };
  const denied = results.find(({ allowed }) => !allowed);
  if (denied !== undefined) throw new Error(`a token in use was denied: ${denied.code}`);
}
