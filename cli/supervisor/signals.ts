/** npm passes Ctrl-C on to us although the terminal has sent it already: two at once are one. */
const SAME_PRESS_MS = 700;
const PARENT_CHECK_MS = 500;

/**
 * Calls `stop` at the first Ctrl-C, SIGTERM or closed terminal, and `force` at a second one.
 * Started through npm, the death of npm counts as well, since nobody could send a signal any more.
 */
export function onStopRequest(stop: () => void, force: () => void): void {
  let first: number | undefined;
  const request = () => {
    if (first === undefined) {
      first = Date.now();
      stop();
    } else if (Date.now() - first > SAME_PRESS_MS) {
      force();
    }
  };
  process.on('SIGINT', request).on('SIGTERM', request).on('SIGHUP', request);
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    request();
  }, PARENT_CHECK_MS);
  timer.unref();
}
