import { formatDuration } from '@/components/format/format';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { Policy } from '@/domain/groups/policy';
import { MINT_WORDS } from './policy-words';

/** The limits on a group's tokens, for those who can't change them. */
export function PolicyFacts(props: { policy: Policy }) {
  const { policy } = props;
  return (
    <Section title="Policy" description="Limits on every token that acts in this group.">
      <DescriptionList
        items={[
          { label: 'Longest lifetime', value: formatDuration(policy.maxTtlSeconds) },
          { label: 'Lifetime unless asked', value: formatDuration(policy.defaultTtlSeconds) },
          {
            label: 'Idle limit',
            value:
              policy.idleLimitSeconds === null ? 'None' : formatDuration(policy.idleLimitSeconds),
          },
          { label: 'Rotation overlap', value: formatDuration(policy.rotationOverlapSeconds) },
          { label: 'Who may create tokens', value: MINT_WORDS[policy.whoMayMint].label },
          {
            label: 'Allowed addresses',
            value:
              policy.allowedCidrs.length === 0 ? (
                'Any'
              ) : (
                <ul>
                  {policy.allowedCidrs.map((cidr) => (
                    <li key={cidr}>
                      <Mono>{cidr}</Mono>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Section>
  );
}
