import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address';

/** A name stands for an address that is not of the internet. */
export class NotPublic extends Error {}

/** A resolver that knows nothing of names with an address that is not public. */
export const checkedLookup =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = Array.isArray(found) ? found : [];
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(new NotPublic(hostname), []);
      }
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
