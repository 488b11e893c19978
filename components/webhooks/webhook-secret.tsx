'use client';

import { formatDateTime } from '@/components/format/format';
import { SecretReveal } from '@/components/ui/secret-reveal';
import type { ShownSecret } from './shown-secret';

/** The secret that a receiver verifies signatures with, shown once. */
export function WebhookSecret(props: {
  shown: ShownSecret | null;
  title: string;
  onClose: () => void;
}) {
  const { shown } = props;
  return (
    <SecretReveal
      secret={shown?.secret ?? null}
      title={props.title}
      description={
        shown && (
          <>
            Give it to the receiver: any library of Standard Webhooks verifies signatures with it.
            {shown.previousUntil && (
              <> Messages bear the old signature too until {formatDateTime(shown.previousUntil)}.</>
            )}
          </>
        )
      }
      kept="Keyward keeps it encrypted, to sign with."
      onClose={props.onClose}
    />
  );
}
