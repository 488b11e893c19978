import { notFound } from 'next/navigation';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { ApproveRule } from '@/components/workloads/approve-rule';
import { DeleteRule } from '@/components/workloads/delete-rule';
import { EditRule } from '@/components/workloads/edit-rule';
import { environment } from '@/domain/environment/env';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';
import { getTrustRule } from '@/domain/workloads/get-trust-rule';
import { trustRuleTarget } from '@/domain/workloads/rule-facts';
import type { TrustRuleView } from '@/domain/workloads/rule-view';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';
import { approveTrustRuleAction, deleteTrustRuleAction, updateTrustRuleAction } from '../actions';

export const metadata = { title: 'Trust rule' };

export default async function TrustRulePage(props: { params: Promise<{ rule: string }> }) {
  const actor = await requireActor();
  const found = await ask(getTrustRule, { rule: decodeURIComponent((await props.params).rule) });
  if (!found.ok && found.kind === 'not_found') notFound();
  const breadcrumb = [{ href: paths.settings('workloads'), label: 'Workloads' }];
  if (!found.ok) {
    return (
      <Page>
        <PageHeader breadcrumb={breadcrumb} title="Trust rule" />
        <RefusedState refusal={found} operation={getTrustRule.operation} />
      </Page>
    );
  }
  const rule = found.value;
  const target = trustRuleTarget(rule);
  const { keywardUrl } = environment();
  const changing = whyNot(actor, updateTrustRule, target);
  return (
    <Page>
      <PageHeader breadcrumb={breadcrumb} title={rule.name} />
      {rule.approval === 'awaiting' && (
        <ApproveRule
          rule={rule}
          refusal={whyNot(actor, approveTrustRule, target, rule)}
          approve={approveTrustRuleAction.bind(null, rule.id, rule.updatedAt)}
        />
      )}
      <Gives rule={rule} />
      {changing === undefined ? (
        <EditRule
          rule={rule}
          audienceHint={`What the pipeline asks its JWT for; nobody else’s. Usually ${keywardUrl}.`}
          save={updateTrustRuleAction.bind(null, rule.id)}
        />
      ) : (
        <>
          <Notice title="You can read this, not change it">{changing}</Notice>
          <Terms rule={rule} />
        </>
      )}
      <DeleteRule
        rule={rule}
        refusal={whyNot(actor, deleteTrustRule, target)}
        deleteRule={deleteTrustRuleAction.bind(null, rule.id)}
      />
    </Page>
  );
}

const Gives = ({ rule }: { rule: TrustRuleView }) => (
  <Section title="What it gives">
    <DescriptionList
      items={[
        {
          label: 'Tokens of',
          value: (
            <>
              <TextLink href={paths.person(rule.identity.id)}>{rule.identity.name}</TextLink> in{' '}
              <TextLink href={paths.group(rule.group.slug)}>{rule.group.name}</TextLink>
            </>
          ),
        },
        {
          label: 'Scopes',
          value: rule.scopes ? <Mono>{rule.scopes.join(' ')}</Mono> : 'All that the group has',
        },
        { label: 'Alive now', value: rule.livingTokens },
        {
          label: 'Last used',
          value: rule.lastUsedAt ? <RelativeTime date={rule.lastUsedAt} /> : 'Never',
        },
        { label: 'Made by', value: rule.createdBy },
        ...(rule.approvedAt === null
          ? []
          : [
              {
                label: 'Approved by',
                value: (
                  <>
                    {rule.approvedBy}, <RelativeTime date={rule.approvedAt} />
                  </>
                ),
              },
            ]),
      ]}
    />
  </Section>
);

const Terms = ({ rule }: { rule: TrustRuleView }) => (
  <Section title="Whom to trust">
    <DescriptionList
      items={[
        { label: 'Issuer', value: <Mono>{rule.issuer}</Mono> },
        { label: 'Audience', value: <Mono>{rule.audience}</Mono> },
        ...Object.entries(rule.claims).map(([claim, value]) => ({
          label: <Mono>{claim}</Mono>,
          value: <Mono>{JSON.stringify(value)}</Mono>,
        })),
        { label: 'Lifetime', value: formatDuration(rule.ttlSeconds) },
      ]}
    />
  </Section>
);
