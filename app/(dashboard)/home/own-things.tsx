import { KeyRound } from 'lucide-react';
import { loadEndings } from '@/app/server/load-endings';
import { ask, askIfAllowed } from '@/app/server/run';
import { creationRefusal } from '@/app/token-lists/minting-groups';
import { OwnTokens } from '@/components/overview/own-tokens';
import { type AskableGroup, WhomToAsk } from '@/components/overview/whom-to-ask';
import { paths } from '@/components/paths';
import { CreateButton } from '@/components/tokens/create-button';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { explainIdentity } from '@/domain/access/explain-identity';
import { type Actor, rolesOf } from '@/domain/base/actor';
import { getGroup } from '@/domain/groups/get-group';
import { listMembers } from '@/domain/groups/list-members';
import { listTokens } from '@/domain/tokens/list-tokens';
import { WORKING_STATUSES } from '@/domain/tokens/token-view';

const SHOWN = 8;
const SHOWN_LEADS = 5;

/** What acts for the reader, the next to end first. */
export async function MyTokens({ actor }: { actor: Actor }) {
  const found = await ask(listTokens, {
    ...{ identity: actor.id, sort: 'expiresAt', limit: SHOWN },
    status: [...WORKING_STATUSES, 'suspended', 'blocked', 'idle'],
  });
  const tokens = found.ok ? found.value.items : [];
  return (
    <Section
      title="Your tokens"
      actions={
        tokens.length > 0 && <TextLink href={paths.tokens({ identity: actor.id })}>All</TextLink>
      }
      flush
    >
      {tokens.length === 0 ? <NoTokens actor={actor} /> : <OwnTokens tokens={tokens} />}
    </Section>
  );
}

async function NoTokens({ actor }: { actor: Actor }) {
  const refusal = await creationRefusal(actor);
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title="No token acts for you"
      actions={<CreateButton refusal={refusal} />}
    >
      {refusal === null
        ? 'Create one in a group of yours: it opens what the group opens.'
        : `${refusal}.`}
    </EmptyState>
  );
}

/** The reader's groups, and who can change something in each. */
export async function MyLeads({ actor }: { actor: Actor }) {
  const ids = [...rolesOf(actor).memberOf.keys()];
  const [access, groups] = await Promise.all([
    ask(explainIdentity, { identity: actor.id }),
    Promise.all(ids.slice(0, SHOWN).map(readGroup)),
  ]);
  const endings = await loadEndings(access.ok ? access.value.memberships : []);
  return (
    <Section
      title="Whom to ask"
      actions={
        <ButtonLink size="small" href={paths.requestNew()}>
          Ask for access
        </ButtonLink>
      }
      flush
    >
      {ids.length === 0 ? (
        <EmptyState title="You are in no group yet">
          Ask for access: whoever decides is told, and you see here what becomes of it.
        </EmptyState>
      ) : (
        <WhomToAsk
          groups={groups.flatMap((group) =>
            group === null ? [] : { ...group, ending: endings.get(group.id) ?? null },
          )}
        />
      )}
    </Section>
  );
}

async function readGroup(id: string): Promise<Omit<AskableGroup, 'ending'> | null> {
  const [group, leads] = await Promise.all([
    askIfAllowed(getGroup, { group: id }),
    askIfAllowed(listMembers, { group: id, role: 'lead', limit: SHOWN_LEADS }),
  ]);
  if (!group.ok) return null;
  const people = leads.ok ? leads.value.items.filter(({ ended }) => !ended) : [];
  return {
    ...{ id, slug: group.value.slug, name: group.value.name },
    leads: people.map(({ identity: { name, handle } }) => ({ name, handle })),
  };
}
