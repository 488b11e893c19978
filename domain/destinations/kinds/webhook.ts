import { Webhook } from 'standardwebhooks';
import type { PlaceOf } from '../place-input';
import { DestinationProblem } from '../problem';
import type { Asking, DestinationKind } from './kind';

const SECRET_PREFIX = 'whsec_';
/** Of the key, in bytes (Standard Webhooks 1.0, "Symmetric"). */
const MIN_KEY_BYTES = 24;

/** Posts to a URL, signed by Standard Webhooks. Nothing can be asked afterwards: use has to show it. */
export const webhook: DestinationKind<PlaceOf<'webhook'>> = {
  where: ({ url }) => new URL(url).origin,
  nameProblem: () => null,
  tested:
    'It posts a signed message of type “destination.test” without a secret. Whether a receiver keeps secrets shows only when the new token is used.',
  dryRun: ({ url }, secretName) => [
    {
      method: 'POST',
      url,
      writes: `A message “token.rotated” with the secret as ${secretName}, signed with the credential.`,
    },
  ],
  async test({ url }, asking) {
    const id = `test_${asking.at.getTime()}`;
    const answer = await post(url, id, { type: 'destination.test', data: {} }, asking);
    if (!isDone(answer.status)) asking.refuse('The receiver', answer);
    return `The receiver took a signed test message (${answer.status}).`;
  },
  async deliver({ url }, { secret, secretName, deliveryId, facts }, asking) {
    const data = { ...facts, secretName, secret };
    const answer = await post(url, deliveryId, { type: 'token.rotated', data }, asking);
    if (!isDone(answer.status)) asking.refuse('The receiver', answer);
    const said = `The receiver answered ${answer.status}; only the first use will show that it kept the secret.`;
    return { confirmed: false, said };
  },
};

const isDone = (status: number) => status >= 200 && status < 300;

function post(url: string, id: string, message: { type: string; data: object }, asking: Asking) {
  const { credential, at } = asking;
  const key = Buffer.from(credential.slice(SECRET_PREFIX.length), 'base64');
  if (!credential.startsWith(SECRET_PREFIX) || key.byteLength < MIN_KEY_BYTES) {
    throw new DestinationProblem(
      `The credential is no signing secret: it must be ${SECRET_PREFIX} and at least ${MIN_KEY_BYTES} bytes in base64.`,
    );
  }
  const body = JSON.stringify({
    type: message.type,
    timestamp: at.toISOString(),
    data: message.data,
  });
  return asking.fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(credential).sign(id, at, body),
    },
    body,
  });
}
