const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Whether two origins are the same place: the machine itself has several names. */
export function isOwnAddress(openedAt: string, address: string): boolean {
  const [opened, own] = [new URL(openedAt), new URL(address)];
  if (opened.origin === own.origin) return true;
  return (
    [opened, own].every(({ hostname }) => LOOPBACK_NAMES.includes(hostname)) &&
    opened.protocol === own.protocol &&
    opened.port === own.port
  );
}
