import { unstable_isUnrecognizedActionError } from 'next/navigation';

export const UPDATED_CODE = 'keyward_updated';

/** The answer to whatever a page from before an upgrade asks in vain. */
export const UPDATED = {
  status: 'refused',
  code: UPDATED_CODE,
  message: 'Keyward was updated',
} as const;

const ANSWER_WITHIN_MS = 3_000;

/** Which build rendered this page: the root layout writes it on `<html>`. */
const ownBuild = () => document.documentElement.dataset.build;

async function askServer(): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch('/healthz', { cache: 'no-store', signal });
  return answer.json();
}

/** Whether the server runs another build than the one that rendered this page. */
export async function wasUpdated(ask: () => Promise<unknown> = askServer): Promise<boolean> {
  try {
    const answer = await ask();
    const isTold = typeof answer === 'object' && answer !== null && 'build' in answer;
    return isTold && typeof answer.build === 'string' && answer.build !== ownBuild();
  } catch {
    // No connection says nothing about the build.
    return false;
  }
}

/** Whether an error comes of an upgrade: the server no longer knows the action, or is another one. */
export const isFromBefore = async (error: unknown): Promise<boolean> =>
  unstable_isUnrecognizedActionError(error) || (await wasUpdated());
