// Loaded with --import into every child of the supervisor: when the supervisor dies in any way, even by
// kill -9, the channel to it closes and the child ends as if asked to.
const LAST_RESORT_MS = 5_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
});
