import { setFlagsFromString } from 'node:v8';

/**
 * Keeps short-lived objects out of the old generation of this process. V8 learns that what is made
 * for a decision often outlives a young collection (it waits for a commit) and from then on makes it
 * in the old generation at once, with all that hangs on it: megabytes a second, and a full collection
 * every few seconds. The flag is one of speed alone, and one that may be set while code runs.
 */
export function tuneCollector(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
