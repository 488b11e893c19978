/** Whether a request broke off while it was read, as Node says it: whoever sent it has left. */
export const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  error.message === 'aborted' &&
  'code' in error &&
  error.code === 'ECONNRESET';

/**
 * Next writes such an error to the console by itself where it met it before our code did. Ours says with
 * every error what failed.
 */
export function sayNothingOfLeavers(): void {
  const { error } = console;
  console.error = (...said: unknown[]) => {
    if (said.length > 1 || !isCutOff(said[0])) error.apply(console, said);
  };
}
