import type { z } from 'zod';
import { formatDuration } from '@/components/format/format';
import type { PolicyCeilings } from '@/components/policy/ceiling-words';
import { DELEGATE_WORDS } from '@/components/policy/policy-words';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { getOrganisationPolicy } from '@/domain/organisation/get-policy';

export type OrganisationPolicy = z.output<typeof getOrganisationPolicy.output>;

/** The most that a group may allow, in words. */
export const MINTER_WORDS: Record<PolicyCeilings['whoMayMint'], string> = {
  members: 'Members',
  leads: 'Leads',
  administrators: 'Administrators only',
};

/** The organisation's ceilings, for those who can't change them. */
export function CeilingFacts(props: { ceilings: OrganisationPolicy }) {
  const { ceilings } = props;
  const durationOf = (seconds: number | null) =>
    seconds === null ? 'No ceiling' : formatDuration(seconds);
  return (
    <Section
      title="Ceilings over all groups"
      description="A group may be stricter, never more generous."
    >
      <DescriptionList
        items={[
          { label: 'Longest lifetime', value: durationOf(ceilings.maxTtlSeconds) },
          { label: 'Idle limit', value: durationOf(ceilings.idleLimitSeconds) },
          { label: 'Rotation period', value: durationOf(ceilings.rotationPeriodSeconds) },
          { label: 'Rotation overlap', value: durationOf(ceilings.rotationOverlapSeconds) },
          { label: 'Who may create tokens', value: MINTER_WORDS[ceilings.whoMayMint] },
          { label: 'Who may delegate', value: DELEGATE_WORDS[ceilings.whoMayDelegate] },
          {
            label: 'Service tokens',
            value: ceilings.approveServiceTokens
              ? 'Each waits until a second person approves it'
              : 'As each group says',
          },
          {
            label: 'Rights over Keyward',
            value: ceilings.approvePrivileged
              ? 'A second administrator approves each'
              : 'One administrator gives them',
          },
          {
            label: 'Members whom nobody reviews',
            value: ceilings.unreviewedMembers === 'end' ? 'End at the deadline' : 'Stay',
          },
          { label: 'Access by request', value: durationOf(ceilings.maxAccessSeconds) },
          {
            label: 'Allowed addresses',
            value:
              ceilings.allowedCidrs.length === 0 ? (
                'Any'
              ) : (
                <span className="flex flex-wrap gap-x-3">
                  {ceilings.allowedCidrs.map((cidr) => (
                    <Mono key={cidr}>{cidr}</Mono>
                  ))}
                </span>
              ),
          },
        ]}
      />
    </Section>
  );
}
