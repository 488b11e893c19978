import type { RequestOrigin } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { requestOriginOf } from '@/journal/record/request-facts';
import { CLIENT_ADDRESS_HEADER } from './client-address-header';

/** Where a request came from; every request gets an id of its own. */
export function requestOrigin(headers: Headers): RequestOrigin {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  const ip = address && normalizeAddress(address);
  return requestOriginOf(newId('request'), ip, headers.get('user-agent'));
}
