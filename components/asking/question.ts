import { paths } from '@/components/paths';
import { type ActionOutcome, ANSWER_WITHIN_MS } from '@/components/ui/form-state';
import { postJson } from './post-json';

/** Something a page asks the server while it is read, without changing anything. */
export type Question<Value, Answer> = {
  name: string;
  ask: (value: Value, signal: AbortSignal) => Promise<ActionOutcome<Answer>>;
};

/**
 * A question by its name, under which the server answers it (`questions/answers.ts`). The value
 * travels in the body alone, so it may be a secret. Define it at module scope, in a file that server
 * components can import; ask it with `useAskedValue`.
 */
export function question<Value, Answer>(
  name: string,
  { withinMs = ANSWER_WITHIN_MS } = {},
): Question<Value, Answer> {
  return {
    name,
    ask: (value, signal) =>
      postJson(
        paths.questions(),
        JSON.stringify({ question: name, value }),
        AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
      ),
  };
}
