'use client';

import { useSyncExternalStore } from 'react';
import { ButtonLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { isOwnAddress } from './own-address';

const never = () => () => undefined;

/** Where this page was opened; undefined while it is rendered on the server, which can't know. */
const useOpenedAt = (): string | undefined =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => undefined,
  );

/**
 * Says that the page was opened at another address than Keyward's own: cookies and server actions
 * are kept to that one, so that signing in here would fail without a word.
 */
export function AddressNotice(props: { address: string }) {
  const openedAt = useOpenedAt();
  if (openedAt === undefined || isOwnAddress(openedAt, props.address)) return null;
  const path = `${window.location.pathname}${window.location.search}${window.location.hash}`;
  return (
    <Notice tone="warn" title="This is not Keyward’s address" live>
      <p>
        Keyward’s address is <strong className="wrap-anywhere">{props.address}</strong>. You opened{' '}
        <strong className="wrap-anywhere">{openedAt}</strong>, where signing in can’t work.
      </p>
      <p>
        If people are to use this address, whoever runs Keyward sets <code>KEYWARD_URL</code> to it
        and starts it again.
      </p>
      <div className="pt-1">
        <ButtonLink href={`${props.address}${path}`}>Open {new URL(props.address).host}</ButtonLink>
      </div>
    </Notice>
  );
}
