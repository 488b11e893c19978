import type { ReadClientAddress } from '@/domain/decision/client-address';

const MAX_REMEMBERED = 20_000;
const MAX_KEY_LENGTH = 200;

/** Reading an address costs as much as a whole decision, and the same ones come again and again. */
export function rememberAddresses(read: ReadClientAddress): ReadClientAddress {
  const remembered = new Map<string, string | null>();
  return (socketAddress, forwardedFor) => {
    const key = `${socketAddress} ${forwardedFor}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const address = read(socketAddress, forwardedFor);
    if (key.length > MAX_KEY_LENGTH) return address;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, address);
    return address;
  };
}
