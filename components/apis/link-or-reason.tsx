import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

/** A link that looks like a button or, where the reader can't follow it, a button that says why. */
export function LinkOrReason(props: {
  href: string;
  reason: string | undefined;
  icon: ReactNode;
  primary?: boolean;
  children: ReactNode;
}) {
  const look = { icon: props.icon, variant: props.primary ? 'primary' : 'secondary' } as const;
  if (props.reason === undefined) {
    return (
      <ButtonLink {...look} href={props.href}>
        {props.children}
      </ButtonLink>
    );
  }
  return (
    <Button {...look} disabledReason={props.reason}>
      {props.children}
    </Button>
  );
}
