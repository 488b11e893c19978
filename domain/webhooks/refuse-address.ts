import { invalid, type Refusal } from '@/domain/base/refusal';
import { addressProblem } from '@/domain/outbound/address-problem';
import { trustedOrigins } from '@/domain/outbound/trusted-origins';

const LISTED = 'Whoever runs Keyward can allow it with WEBHOOK_PRIVATE_HOSTS.';

/** Refuses an address that nothing would ever be sent to: the worker asks the same again at each try. */
export async function refuseAddress(
  url: string,
  privateHosts: readonly string[],
): Promise<Refusal | undefined> {
  const problem = await addressProblem(url, trustedOrigins(url, privateHosts));
  if (!problem) return undefined;
  const how = problem.problem === 'url_invalid' ? '' : ` ${LISTED}`;
  return invalid('url', problem.message + how);
}
