import type { OpenedApi } from './opened-operations';

/** Which request shows that the token works: at the verifier, or at the control API itself. */
export type TryTarget =
  | { at: 'verifier'; api: string; method: string; uri: string }
  | { at: 'control-api' };

const controlApi = 'keyward';

/** The gentlest operation the token opens: a GET, best without parameters. */
export function tryTarget(apis: readonly OpenedApi[]): TryTarget {
  const requests = apis
    .filter(({ api }) => api.slug !== controlApi)
    .flatMap(({ api, operations }) =>
      operations.flatMap(({ method, pathTemplate }) =>
        method && pathTemplate ? [{ api, method, pathTemplate }] : [],
      ),
    );
  const [best] = requests.sort((left, right) => effort(left) - effort(right));
  if (!best) return { at: 'control-api' };
  const { api, method, pathTemplate } = best;
  const path = pathTemplate.replaceAll(/\{[^}]*\}/g, '1');
  return {
    at: 'verifier',
    api: api.slug,
    method,
    uri: `${api.basePath.replace(/\/$/, '')}${path}`,
  };
}

function effort({ method, pathTemplate }: { method: string; pathTemplate: string }): number {
  const parameters = pathTemplate.split('{').length - 1;
  return (method === 'GET' ? 0 : 100) + parameters;
}

/** The command to paste into a terminal; `secret` may be a mask, or a variable of the shell. */
export function tryCommand(
  secret: string,
  target: TryTarget,
  urls: { verifier: string; dashboard: string },
): string {
  // A shell puts a variable's value between double quotes only.
  const quote = secret.startsWith('$') ? '"' : "'";
  const bearer = `  -H ${quote}Authorization: Bearer ${secret}${quote}`;
  if (target.at === 'control-api') {
    return [`curl -i ${urls.dashboard}/api/v1/tokens/self`, bearer].join(' \\\n');
  }
  return [
    `curl -i ${urls.verifier}/v1/authorize`,
    bearer,
    `  -H 'X-Keyward-Api: ${target.api}'`,
    `  -H 'X-Forwarded-Method: ${target.method}'`,
    `  -H 'X-Forwarded-Uri: ${target.uri}'`,
  ].join(' \\\n');
}
