import type { ActionOutcome } from '@/components/ui/form-state';

/**
 * Posts JSON to one of our own routes. `fetch` and no server action: Next runs a page's actions one
 * after the other, so behind one whose answer is lost the next would wait for ever.
 * @throws where no answer comes, or where it is not ours: a proxy in between answered with its page
 */
export async function postJson<Answer>(
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<ActionOutcome<Answer>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'status' in answer) {
    return answer as ActionOutcome<Answer>;
  }
  throw new Error(`the answer of ${path} is none of Keyward`);
}
