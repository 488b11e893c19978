import { z } from 'zod';
import { label, reference, withoutSecret } from '@/domain/base/input';
import { topicProblem } from './topics';

const MAX_URL = 2_000;
const MAX_TOPICS = 50;
const MAX_GROUPS = 50;

function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'This is not an address such as https://example.com/hooks.';
  const { protocol, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'The address must begin with https://.';
  if (username || password) return 'The address must not hold a user name or a password.';
  return hash ? 'The address must not have a part after #.' : null;
}

const said = <Value>(problem: (value: Value) => string | null) =>
  z.superRefine<Value>((value, context) => {
    const message = problem(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

/** What an endpoint is made of, and what may be changed of it. */
export const webhookFields = {
  name: label(),
  url: withoutSecret(z.string().trim().max(MAX_URL)).check(said(urlProblem)),
  /** Actions, or patterns such as `tokens.*`. */
  topics: z
    .array(z.string().trim().max(80).check(said(topicProblem)))
    .min(1, 'Choose at least one topic.')
    .max(MAX_TOPICS),
  /** Ids or slugs of groups; a change must concern one of them. Empty: whichever. */
  groups: z.array(reference()).max(MAX_GROUPS),
  /** null: what was done and what was denied. */
  outcome: z.enum(['done', 'denied']).nullable(),
};

/** What the log says of an address: paths and queries of such addresses are often secrets. */
export const originOf = (url: string): string => new URL(url).origin;
