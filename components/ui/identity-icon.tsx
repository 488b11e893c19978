import { Bot, UserRound } from 'lucide-react';

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
