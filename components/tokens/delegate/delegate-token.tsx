'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount, formatDateTime } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { Input, Textarea } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { SecretReveal } from '@/components/ui/secret-reveal';
import { Card } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { FirstUseWatcher } from '../new/first-use-watcher';
import type { IssuedToken } from '../new/group-choice';
import { openedOperations } from '../new/opened-operations';
import { ScopesField } from '../new/scopes-field';
import { tryTarget } from '../new/try-command';
import { type MintAction, useMinting } from '../new/use-minting';
import { delegateCommand } from './delegate-command';
import { childLifetimes } from './lifetimes';

/** Who gets less, how much less and for how long; then the lines that give it to them, once. */
export function DelegateToken(props: {
  parent: { id: string; name: string; allowedCidrs: string[] };
  /** What the parent opens now. */
  scopes: GrantedScope[];
  remainingSeconds: number;
  urls: { dashboard: string; verifier: string };
  delegate: MintAction;
}) {
  const { parent } = props;
  const router = useRouter();
  const [api, setApi] = useState('');
  const [scopeIds, setScopeIds] = useState<string[]>([]);
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const delegate = useMinting(props.delegate, setIssued);
  const scopes = props.scopes.filter((scope) => api === '' || scope.api.slug === api);
  const opened = openedOperations(scopes, scopeIds);
  const whole = openedOperations(props.scopes, []).count;
  return (
    <Card className="max-w-2xl">
      <Form
        action={delegate}
        onDone={() => undefined}
        aria-label="Give an agent less"
        className="gap-5!"
      >
        <Field
          name="actsAs"
          label="Who acts with it"
          required
          hint="An agent, a step of a job. Its name in every list, decision and event."
        >
          <Input autoFocus maxLength={120} placeholder="release agent" />
        </Field>
        <ApiField
          scopes={props.scopes}
          value={api}
          onChange={(next) => {
            setApi(next);
            setScopeIds([]);
          }}
        />
        <ScopesField
          key={api}
          scopes={scopes}
          groupName={parent.name}
          chosenIds={scopeIds}
          onChange={setScopeIds}
        />
        <LifetimeField remainingSeconds={props.remainingSeconds} />
        <Field
          name="allowedCidrs"
          label="Allowed addresses"
          optional
          hint={addressHint(parent.allowedCidrs)}
        >
          <Textarea mono rows={2} placeholder="203.0.113.0/24" spellCheck={false} />
        </Field>
        <p role="status" className="text-sm text-muted">
          Opens {formatCount(opened.count, 'operation')}
          {opened.count < whole && ` of the ${whole} that ${parent.name} opens`}, and never more
          than <bdi>{parent.name}</bdi> does. It ends when <bdi>{parent.name}</bdi> ends.
        </p>
        <FormActions>
          <ButtonLink href={paths.token(parent.id)}>Cancel</ButtonLink>
          <SubmitButton>Make the command</SubmitButton>
        </FormActions>
      </Form>
      <SecretReveal
        secret={issued?.secret ?? null}
        title={issued && `${issued.name} may act`}
        description={
          issued &&
          `Opens ${formatCount(opened.count, 'operation')} until ${formatDateTime(issued.expiresAt)}.`
        }
        curlLabel="Command"
        curl={(secret) => delegateCommand(secret, tryTarget(opened.apis), props.urls)}
        onClose={() => {
          setIssued(null);
          if (issued) router.push(paths.token(issued.id, 'lineage'));
        }}
      >
        {issued && <FirstUseWatcher tokenId={issued.id} />}
      </SecretReveal>
    </Card>
  );
}

/** Nothing to choose where there is one API alone. */
function ApiField(props: {
  scopes: GrantedScope[];
  value: string;
  onChange: (api: string) => void;
}) {
  const apis = new Map(props.scopes.map(({ api }) => [api.slug, api.name]));
  if (apis.size < 2) return null;
  return (
    <Field name="api" label="API" hint="The one it is good for.">
      <Select
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        options={[
          { value: '', label: 'All that its parent opens' },
          ...[...apis].map(([value, label]) => ({ value, label })),
        ]}
      />
    </Field>
  );
}

function LifetimeField(props: { remainingSeconds: number }) {
  const { usual, options } = childLifetimes(props.remainingSeconds);
  return (
    <Field name="ttlSeconds" label="Lifetime" hint="Never past the end of its parent.">
      <Select
        defaultValue={String(usual)}
        options={options.map(({ seconds, label }) => ({ value: String(seconds), label }))}
      />
    </Field>
  );
}

function addressHint(ofParent: readonly string[]): string {
  if (ofParent.length === 0)
    return 'Addresses or CIDRs, one a line. Empty: the same as its parent.';
  return `Within ${ofParent.join(', ')}, one a line. Empty: all of these.`;
}
