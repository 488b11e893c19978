import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import type { TokenRow } from './token-row';

/** A token where lists name it: its name, linked, and its last four. */
export function TokenTitle(props: { token: Pick<TokenRow, 'name' | 'last4'>; href: string }) {
  const { name, last4 } = props.token;
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      <TextLink href={props.href} className="min-w-0 break-words">
        {name}
      </TextLink>
      <LastFour last4={last4} />
    </span>
  );
}
