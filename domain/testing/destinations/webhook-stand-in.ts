import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { readBody, type StandIn, startStandIn } from './stand-in';

const message = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('destination.test'),
    timestamp: z.iso.datetime(),
    data: z.strictObject({}),
  }),
  z.strictObject({
    type: z.literal('token.rotated'),
    timestamp: z.iso.datetime(),
    data: z.looseObject({ secretName: z.string(), secret: z.string().startsWith('kws_') }),
  }),
]);

/** A receiver as Standard Webhooks wants one: it checks the signature by the official library. */
export function startWebhookReceiver(signingSecret: string): Promise<StandIn<string>> {
  const stored = new Map<string, string>();
  const says = (_status: number, why: string) => ({ message: why });
  return startStandIn<string>({
    ...{ stored, says, writes: () => true, found: (name) => stored.get(name) },
    answer({ method, headers, body }, refuse) {
      if (method !== 'POST') return refuse('method', [405, says(405, method)]);
      const type = headers['content-type'];
      if (type !== 'application/json') return refuse('type', [415, says(415, String(type))]);
      try {
        new Webhook(signingSecret).verify(body, headers as Record<string, string>);
      } catch {
        return [401, says(401, 'No matching signature')];
      }
      const read = readBody(message, body);
      if ('problem' in read) return refuse(read.problem, [400, says(400, read.problem)]);
      const { given } = read;
      if (given.type === 'token.rotated') stored.set(given.data.secretName, given.data.secret);
      return [204];
    },
  });
}
