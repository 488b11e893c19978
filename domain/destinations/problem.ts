/** Why nothing was written, or nobody knows whether it was, in words for who set the destination up. */
export class DestinationProblem extends Error {
  override readonly name = 'DestinationProblem';
  /** It asked for so much time before the next try. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
