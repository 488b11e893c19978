import { mayAnywhere } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { creationRefusal } from '@/app/token-lists/minting-groups';
import { paths } from '@/components/paths';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { AttemptsList } from '@/components/workloads/attempts-list';
import { RulesTable } from '@/components/workloads/rules-table';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { listAttempts } from '@/domain/workloads/list-attempts';
import { listTrustRules } from '@/domain/workloads/list-trust-rules';

export const metadata = { title: 'Workloads' };

const SHOWN_RULES = 200;
const SHOWN_ATTEMPTS = 100;

type Parameters = Record<string, string | string[] | undefined>;

export default async function WorkloadsPage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  const { cursor, attempts: wanted } = await props.searchParams;
  const page = typeof cursor === 'string' ? { cursor } : {};
  const rules = await ask(listTrustRules, { limit: SHOWN_RULES, ...page });
  const refusedOnly = wanted === 'refused';
  const attempts = await askIfAllowed(listAttempts, {
    limit: SHOWN_ATTEMPTS,
    ...(refusedOnly && { outcome: 'denied' }),
  });
  const mayCreate = mayAnywhere(actor, createTrustRule) && (await creationRefusal(actor)) === null;
  const here = paths.settings('workloads');
  return (
    <SettingsFrame current="workloads">
      <Section
        title="Trust rules"
        description="Whose jobs may exchange the JWT of their issuer for a token. Exactly the rule they name is asked."
        flush
        actions={
          <>
            {rules.ok && rules.value.nextCursor && (
              <ButtonLink size="small" href={`${here}?cursor=${rules.value.nextCursor}`}>
                Older
              </ButtonLink>
            )}
            {mayCreate && (
              <ButtonLink size="small" variant="primary" href={paths.trustRuleNew()}>
                New trust rule
              </ButtonLink>
            )}
          </>
        }
      >
        {rules.ok ? (
          <RulesTable rules={rules.value.items} />
        ) : (
          <RefusedState refusal={rules} operation={listTrustRules.operation} />
        )}
      </Section>
      <Section
        title="Last hundred attempts"
        description="The caller learns nothing of why it was refused. You do."
        flush
        actions={
          <ButtonLink size="small" href={refusedOnly ? here : `${here}?attempts=refused`}>
            {refusedOnly ? 'Show all' : 'Refused only'}
          </ButtonLink>
        }
      >
        {attempts.ok ? (
          <AttemptsList attempts={attempts.value.items} mayCreate={mayCreate} />
        ) : (
          <RefusedState refusal={attempts} operation={listAttempts.operation} />
        )}
      </Section>
    </SettingsFrame>
  );
}
