import type { RequestOrigin } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { requestOriginOf } from '@/journal/record/request-facts';
import { CLIENT_ADDRESS_HEADER, REQUEST_ID_HEADER } from './own-headers';

/** Where a request came from. Its id comes from the dashboard's server; elsewhere it gets one here. */
export function requestOrigin(headers: Headers): RequestOrigin {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  const ip = address && normalizeAddress(address);
  const id = headers.get(REQUEST_ID_HEADER) ?? newId('request');
  return requestOriginOf(id, ip, headers.get('user-agent'));
}
