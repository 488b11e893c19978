import { Bot, UserRound } from 'lucide-react';
import { classNames } from '@/components/class-names';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import type { TokenView } from '@/domain/tokens/token-view';

/** A person or a service account with its icon; leads to their page. */
export function IdentityName(props: { identity: TokenView['identity']; className?: string }) {
  const { identity } = props;
  const Icon = identity.type === 'person' ? UserRound : Bot;
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-1.5 align-middle',
        props.className,
      )}
    >
      <Icon
        role="img"
        aria-label={identity.type === 'person' ? 'Person' : 'Service account'}
        size={14}
        className="shrink-0 text-muted"
      />
      <TextLink quiet href={paths.person(identity.id)} className="truncate">
        {identity.name}
      </TextLink>
    </span>
  );
}
