/** Longer than any answer takes on a busy machine; then nobody is left waiting for a lost one. */
export const ANSWER_WITHIN_MS = 20_000;

/** One field's complaint; `path` is the control's name ("name", "policy.maximumTtlSeconds"). */
export type FieldError = { path: string; message: string };

/** Something was not done. `code` is stable, `message` says what to do. */
export type Refused = {
  status: 'refused';
  code: string;
  message: string;
  errors?: FieldError[] | undefined;
  /** By which the server's log has it; the browser's own refusals (no answer, updated) have none. */
  requestId?: string | undefined;
  /** The address of the request as which it now waits for a second administrator: nothing failed. */
  staged?: string | undefined;
};

/** The code of a refusal by the browser: no answer came. */
export const NO_ANSWER = 'no_answer';

/** Whether it is not known what happened. Then a refresh would put the browser's own page here. */
export const isLost = (outcome: { status: string; code?: string }) =>
  outcome.status === 'refused' && outcome.code === NO_ANSWER;

/** What a form's server action returns. */
export type FormState<Result = undefined> =
  | { status: 'idle' }
  | Refused
  | { status: 'done'; result: Result; message?: string | undefined };

/** What an action answers once it has run: a form's state, or a `ConfirmDialog`'s outcome. */
export type ActionOutcome<Result = undefined> = Exclude<FormState<Result>, { status: 'idle' }>;

/** A server action as a form wants it: with what came of the last sending. */
export type FormAction<Result = undefined> = (
  previous: FormState<Result>,
  formData: FormData,
) => Promise<FormState<Result>>;

/** Messages for the control called `name`; nested paths ("scopes.0") count as its own. */
export function errorsFor(errors: FieldError[], name: string): string[] {
  return errors
    .filter((error) => error.path === name || error.path.startsWith(`${name}.`))
    .map((error) => error.message);
}
