import type { RequestOrigin } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { MAX_USER_AGENT_LENGTH, storableText } from '@/journal/record/storable-text';
import { CLIENT_ADDRESS_HEADER } from './client-address-header';

/** Where a request came from; every request gets an id of its own. */
export function requestOrigin(headers: Headers): RequestOrigin {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  const userAgent = headers.get('user-agent');
  return {
    id: newId('request'),
    ip: address && normalizeAddress(address),
    userAgent: storableText(userAgent?.replaceAll(/\p{Cc}/gu, ''), MAX_USER_AGENT_LENGTH),
  };
}
