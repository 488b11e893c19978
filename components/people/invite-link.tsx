'use client';

import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { SecretReveal } from '@/components/ui/secret-reveal';

/** The one-time link with which a person sets a password; shown once, kept in memory only. */
export function InviteLink(props: {
  name: string;
  /** Null closes it. */
  code: string | null;
  hours: number;
  onClose: () => void;
}) {
  const { code } = props;
  return (
    <SecretReveal
      secret={code === null ? null : `${window.location.origin}${paths.setup()}#${code}`}
      title={`Invitation link for ${props.name}`}
      description={
        <>
          Send it to <bdi>{props.name}</bdi> over a channel you trust: whoever opens it first sets
          the password. It works once, for {formatCount(props.hours, 'hour')}, and replaces every
          link made before.
        </>
      }
      onClose={props.onClose}
    />
  );
}
