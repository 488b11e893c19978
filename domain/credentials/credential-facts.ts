/** How long somebody stays signed in, and how long without asking anything. */
export const SESSION_HOURS = 12;
export const SESSION_IDLE_HOURS = 8;

/** Length is what counts (NIST SP 800-63B, 5.1.1.2). */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 200;

/** How long a one-time link sets a password. */
export const SETUP_LINK_HOURS = 24;

/** How long a proof of who somebody is counts before a privileged change. */
export const PROOF_MINUTES = 10;

/** How many recovery codes a person is given at once. */
export const RECOVERY_CODES = 10;
