import { formatDuration } from '@/components/format/format';
import { DELEGATE_WORDS, MINT_WORDS } from '@/components/policy/policy-words';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { GroupView } from '@/domain/groups/group-view';

/** The limits on a group's tokens as they hold, for those who can't change them. */
export function PolicyFacts(props: { policy: GroupView['effective'] }) {
  const { policy } = props;
  const durationOf = (seconds: number | null) =>
    seconds === null ? 'None' : formatDuration(seconds);
  return (
    <Section
      title="Policy"
      description="Limits on every token that acts in this group, under the organisation’s ceilings."
    >
      <DescriptionList
        items={[
          { label: 'Longest lifetime', value: formatDuration(policy.maxTtlSeconds) },
          { label: 'Lifetime unless asked', value: formatDuration(policy.defaultTtlSeconds) },
          { label: 'Idle limit', value: durationOf(policy.idleLimitSeconds) },
          { label: 'Rotation period', value: durationOf(policy.rotationPeriodSeconds) },
          { label: 'Rotation overlap', value: formatDuration(policy.rotationOverlapSeconds) },
          { label: 'Who may create tokens', value: MINT_WORDS[policy.whoMayMint].label },
          { label: 'Who may delegate', value: DELEGATE_WORDS[policy.whoMayDelegate] },
          {
            label: 'Service tokens',
            value: policy.approveServiceTokens
              ? 'Each waits until a second person approves it'
              : 'Work at once',
          },
          { label: 'Allowed addresses', value: <Addresses cidrs={policy.allowedCidrs} /> },
          ...(policy.organisationCidrs.length > 0
            ? [
                {
                  label: 'And of the organisation’s',
                  value: <Addresses cidrs={policy.organisationCidrs} />,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

function Addresses(props: { cidrs: string[] }) {
  if (props.cidrs.length === 0) return 'Any';
  return (
    <ul>
      {props.cidrs.map((cidr) => (
        <li key={cidr}>
          <Mono>{cidr}</Mono>
        </li>
      ))}
    </ul>
  );
}
