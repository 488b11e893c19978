import { z } from 'zod';
import { DestinationProblem } from '../problem';
import type { Asking } from './kind';
import { headersOf, pathOf, type VaultPlace } from './vault-request';

const mountSchema = z.object({
  data: z.object({
    type: z.string(),
    options: z.object({ version: z.string().optional() }).nullish(),
  }),
});

/**
 * Refuses another engine than KV version 2: version 1 would store the request itself as the secret. A
 * vault that doesn't tell is taken at the place's word.
 */
export async function refuseOtherEngine(config: VaultPlace, asking: Asking): Promise<void> {
  const { url, mount, path } = config;
  const answer = await asking.fetch(
    `${url}/v1/sys/internal/ui/mounts/${pathOf(mount)}/${pathOf(path)}`,
    { method: 'GET', headers: headersOf(config, asking) },
  );
  const found = mountSchema.safeParse(answer.json);
  if (answer.status !== 200 || !found.success) return;
  const { type, options } = found.data.data;
  const version = options?.version ?? '1';
  if (type === 'kv' && version === '2') return;
  throw new DestinationProblem(
    `What is mounted at ${mount} is ${type}${type === 'kv' ? `, version ${version}` : ''}, and not the KV engine, version 2.`,
  );
}

/** What the credential may do at the path; null where the vault doesn't tell. */
export async function capabilitiesAt(config: VaultPlace, asking: Asking): Promise<string[] | null> {
  const path = `${config.mount}/data/${config.path}`;
  const answer = await asking.fetch(`${config.url}/v1/sys/capabilities-self`, {
    method: 'POST',
    headers: headersOf(config, asking),
    body: { paths: [path] },
  });
  const found = z
    .object({ data: z.object({ [path]: z.array(z.string()) }) })
    .safeParse(answer.json);
  return answer.status === 200 && found.success ? (found.data.data[path] ?? null) : null;
}
