import { vi } from 'vitest';

type Sent = { path: string; body: Record<string, unknown> };
type Answer = (body: Record<string, unknown>) => unknown;

/**
 * Answers what components post to our own routes; a path without an answer, or one whose answer
 * throws, is a lost connection.
 */
export function fakeServer() {
  const sent: Sent[] = [];
  const answers = new Map<string, Answer>();
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const answer = answers.get(path);
    const body = JSON.parse(String(init?.body ?? '{}'));
    if (init?.method === 'POST') sent.push({ path, body });
    if (!answer) throw new TypeError('Failed to fetch');
    return Response.json(answer(body));
  });
  return {
    sent,
    to: (path: string) => sent.filter((each) => each.path === path).map(({ body }) => body),
    answer: (path: string, answer: Answer) => answers.set(path, answer),
    silence: (path: string) => answers.delete(path),
  };
}
