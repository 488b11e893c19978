'use client';

import { Ban, Check } from 'lucide-react';
import { useState, useTransition } from 'react';
import { type ApprovalKind, prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import type { TokenRow } from './token-row';

const WHO: Record<TokenRow['group']['whoMayMint'], (group: string) => string> = {
  members: (group) => `A lead of ${group} or an administrator`,
  leads: (group) => `A lead of ${group} or an administrator`,
  administrators: () => 'An administrator',
};

/** What waits for a second person: who asked, who may decide, and the two answers with a reason. */
export function Approval(props: { token: TokenRow; onAnswered?: () => void }) {
  const { token } = props;
  const { approve, deny } = token.refusals;
  const { send, tell } = useChanges();
  const [reason, setReason] = useState('');
  const [doing, setDoing] = useState<ApprovalKind>();
  const [pending, startTransition] = useTransition();
  function answer(kind: ApprovalKind) {
    setDoing(kind);
    const change = prepareChange(kind, token, { reason: reason.trim() || undefined });
    startTransition(() =>
      send(change, (done) => {
        tell(done);
        props.onAnswered?.();
      }),
    );
  }
  return (
    <Notice tone="info" title="Waits for a second person">
      <div className="flex max-w-3xl flex-col gap-3">
        <p>
          {token.createdBy} asked for it <RelativeTime date={token.createdAt} />. It opens nothing
          yet; approved, it would act for <bdi>{token.identity.name}</bdi> in{' '}
          <bdi>{token.group.name}</bdi> until <AbsoluteTime date={token.expiresAt} />.{' '}
          {WHO[token.group.whoMayMint](token.group.name)} may approve it, but not who asked for it.
        </p>
        {approve !== null && <p className="font-medium">{approve}</p>}
        {(approve === null || deny === null) && (
          <Field name="reason" label="Reason" optional hint="Stands in the log beside your answer.">
            <Input
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        )}
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            icon={<Check aria-hidden />}
            disabledReason={approve ?? undefined}
            pending={pending && doing === 'approve'}
            onClick={() => answer('approve')}
          >
            Approve
          </Button>
          <Button
            variant="danger"
            icon={<Ban aria-hidden />}
            disabledReason={deny ?? undefined}
            pending={pending && doing === 'deny'}
            onClick={() => answer('deny')}
          >
            Deny
          </Button>
        </div>
      </div>
    </Notice>
  );
}
