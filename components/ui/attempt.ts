import { unstable_rethrow } from 'next/navigation';
import { ANSWER_WITHIN_MS, NO_ANSWER } from './form-state';
import { askForProof, wantsProof } from './proof';
import { isSignedOut, SIGNED_OUT } from './signed-out';
import { isFromBefore, UPDATED } from './updated';

/** What is known when the connection was lost: nothing, except that asking again is possible. */
const noAnswer = (what: string) =>
  ({
    status: 'refused',
    code: NO_ANSWER,
    message: `Keyward did not answer, so it is not known whether ${what}. Try again.`,
  }) as const;

/** Waits for an answer, but not for ever. @throws what `work` throws, or that it took too long */
export async function answered<Answer>(
  work: () => Promise<Answer>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What a server action answered; a refusal with the code `no_answer` where the connection was lost.
 * Without it a lost answer takes the whole page down, or leaves a button waiting for ever. Where
 * Keyward was updated since the page was opened, the refusal says that: what was typed stays.
 * @param what ends the sentence "it is not known whether …", such as "the group was frozen"
 */
export async function attempt<Outcome>(
  what: string,
  work: () => Promise<Outcome>,
  withinMs?: number,
): Promise<Outcome | ReturnType<typeof noAnswer> | typeof UPDATED | typeof SIGNED_OUT> {
  try {
    const outcome = await answered(work, withinMs);
    // Once they have proved that it is them, the same is asked again: nothing typed is lost.
    return wantsProof(outcome) && (await askForProof()) ? await answered(work, withinMs) : outcome;
  } catch (cause) {
    // A redirect travels as an error, and is none.
    unstable_rethrow(cause);
    if (isSignedOut(cause)) return SIGNED_OUT;
    if (await isFromBefore(cause)) return UPDATED;
    console.error(new Error(`It is not known whether ${what}`, { cause }));
    return noAnswer(what);
  }
}
