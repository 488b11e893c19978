import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** How long a browser stays known without signing in. */
export const DEVICE_SECONDS = 180 * 86_400;
const MAX_PEOPLE = 5;

const contents = z.object({
  id: z.string().max(50),
  people: z.array(z.string().max(50)).max(MAX_PEOPLE),
  until: z.number(),
});
type Device = z.output<typeof contents>;

/**
 * A browser in which somebody has signed in, as its cookie tells: an id, who has signed in, until when,
 * and the HMAC of it. It opens nothing; it only chooses the counters that failed sign-ins fill.
 */
export function readDevice(cookie: string | undefined, serverSecret: string): Device | null {
  const [body = '', signature = ''] = (cookie ?? '').slice(0, 2_000).split('.');
  if (!isEqual(signature, sign(body, serverSecret))) return null;
  const parsed = contents.safeParse(parseJson(Buffer.from(body, 'base64url').toString()));
  return parsed.success && parsed.data.until > Date.now() ? parsed.data : null;
}

/** The cookie of a browser in which this person has signed in now, beside those who did before. */
export function writeDevice(
  before: Device | null,
  identityId: string,
  serverSecret: string,
): { cookie: string; device: Device } {
  const others = (before?.people ?? []).filter((id) => id !== identityId);
  const device = {
    id: before?.id ?? randomBytes(12).toString('base64url'),
    people: [identityId, ...others].slice(0, MAX_PEOPLE),
    until: Date.now() + DEVICE_SECONDS * 1_000,
  };
  const body = Buffer.from(JSON.stringify(device)).toString('base64url');
  return { cookie: `${body}.${sign(body, serverSecret)}`, device };
}

const sign = (body: string, serverSecret: string) =>
  createHmac('sha256', serverSecret).update(`keyward device ${body}`).digest('base64url');

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
