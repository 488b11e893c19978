/** Every way in which a question stays unanswered. A denial is none of them: that is a verdict. */
export type KeywardErrorCode = 'unavailable' | 'timeout' | 'not_authorized' | 'invalid_input';

/**
 * Messages are fixed texts and nothing is kept as `cause`: what a transport or a verifier says
 * could hold a secret, and errors end up in logs.
 */
export abstract class KeywardError extends Error {
  abstract readonly code: KeywardErrorCode;
}

/** No answer, or none that can be believed: nothing may be let through. */
export class VerifierUnavailable extends KeywardError {
  override readonly name = 'VerifierUnavailable';
  readonly code = 'unavailable';
}

/** No whole answer within `timeoutMs`. */
export class VerifierTimeout extends KeywardError {
  override readonly name = 'VerifierTimeout';
  readonly code = 'timeout';

  constructor(readonly timeoutMs: number) {
    super(`The verifier did not answer within ${timeoutMs} ms.`);
  }
}

/** The verifier refuses the token of this resource server, not the one that was asked about. */
export class NotAuthorized extends KeywardError {
  override readonly name = 'NotAuthorized';
  readonly code = 'not_authorized';

  /** @param status 401: the token is dead or unknown. 403: it lacks the operation. */
  constructor(readonly status: 401 | 403) {
    super(`The verifier refuses this resource server’s own token (${status}).`);
  }
}

/** An option or a question that is not valid; `fields` names what, and never repeats a value. */
export class InvalidInput extends KeywardError {
  override readonly name = 'InvalidInput';
  readonly code = 'invalid_input';

  constructor(readonly fields: readonly string[]) {
    super(`Not valid: ${fields.join(', ') || 'the question'}.`);
  }
}
