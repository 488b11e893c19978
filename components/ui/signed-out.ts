/** The answer to an action of a browser that is signed in no more; the server sends its message as text. */
export const SIGNED_OUT = {
  status: 'refused',
  code: 'signed_out',
  message: 'You are signed out. Sign in again; what you typed stays here.',
} as const;

/** Next hands the text of a refused action on as the message of an error. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Error && error.message === SIGNED_OUT.message;
