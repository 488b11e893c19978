import { Bot, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';

/** Tells people and service accounts apart. */
export function IdentityIcon(props: { type: 'person' | 'service' }) {
  const Icon = props.type === 'person' ? UserRound : Bot;
  return (
    <Icon
      role="img"
      aria-label={props.type === 'person' ? 'Person' : 'Service account'}
      size={14}
      className="mr-1.5 inline shrink-0 align-[-2px] text-muted"
    />
  );
}

/** A name behind its icon. Only the name is cut: written from the right, it would take the icon along. */
export const NameWithIcon = (props: { type: 'person' | 'service'; children: ReactNode }) => (
  <span className="flex min-w-0 items-center">
    <IdentityIcon type={props.type} />
    <span className="min-w-0 truncate">{props.children}</span>
  </span>
);
