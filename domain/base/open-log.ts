import pino, { type Logger } from 'pino';

/**
 * The log of a process, to its standard output, a line of JSON each.
 * @param base what every line says of who writes it
 */
export function openLog(level: string, base: Readonly<Record<string, string>>): Logger {
  const destination = pino.destination({ dest: process.stdout.fd ?? 1, sync: false });
  const flushSync = destination.flushSync.bind(destination);
  const hasStarter = process.connected;
  // Whoever started this process reads the log. Once they are gone, what is left of it would be written
  // at the end again and again, for ever.
  destination.flushSync = () => {
    if (process.connected || !hasStarter) flushSync();
  };
  return pino({ level, base }, destination);
}
