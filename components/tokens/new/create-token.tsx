'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount, formatDateTime } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { SecretReveal } from '@/components/ui/secret-reveal';
import { AccessSummary } from './access-summary';
import { FirstUseWatcher } from './first-use-watcher';
import type { GroupChoice, GroupOption, IssuedToken } from './group-choice';
import { openedOperations } from './opened-operations';
import { TokenForm } from './token-form';
import { tryCommand, tryTarget } from './try-command';
import { useGroupChoice } from './use-group-choice';
import { type MintAction, useMinting } from './use-minting';

const NOTHING = { apis: [], count: 0 };
const UNCHOSEN: FormState<never> = {
  ...{ status: 'refused', code: 'invalid_input', message: 'It would open nothing.' },
  errors: [{ path: 'scopes', message: 'Choose what it needs, or everything.' }],
};

/** The form, what its token would open while one fills it in, and then the secret, once. */
export function CreateToken(props: {
  groups: GroupOption[];
  initialChoice: GroupChoice | null;
  initialIdentity: string | null;
  actorId: string;
  urls: { dashboard: string; verifier: string };
  create: MintAction;
}) {
  const router = useRouter();
  const chosen = useGroupChoice(props);
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const mint = useMinting(props.create, setIssued);
  const { choice, isWhole, scopeIds } = chosen;
  const hasChosen = isWhole || scopeIds.length > 0;
  const opened = hasChosen ? openedOperations(choice?.scopes ?? [], scopeIds) : NOTHING;
  const mintChosen: FormAction = async (before, form) =>
    hasChosen || choice === null || choice.scopes.length === 0 ? mint(before, form) : UNCHOSEN;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
      <TokenForm groups={props.groups} chosen={chosen} mint={mintChosen} />
      <AccessSummary chosen={chosen} opened={opened} />
      <SecretReveal
        secret={issued?.secret ?? null}
        title={issued && `${issued.name} is ready`}
        description={
          issued &&
          `Opens ${formatCount(opened.count, 'operation')} of ${choice?.group.name} until ${formatDateTime(issued.expiresAt)}.`
        }
        curl={(secret) => tryCommand(secret, tryTarget(opened.apis), props.urls)}
        onClose={() => {
          setIssued(null);
          if (issued) router.push(paths.token(issued.id));
        }}
      >
        {issued && <FirstUseWatcher tokenId={issued.id} />}
      </SecretReveal>
    </div>
  );
}
