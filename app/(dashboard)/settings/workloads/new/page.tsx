import { mayAnywhere, whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { loadGroupChoice, toGroupOption } from '@/app/token-lists/group-choice';
import { type MintingGroupView, mintingGroups } from '@/app/token-lists/minting-groups';
import { paths } from '@/components/paths';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { CreateRule } from '@/components/workloads/create-rule';
import type { Actor } from '@/domain/base/actor';
import { isRefusal } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { mintingTarget, nowhereToMint } from '@/domain/tokens/token-facts';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { getTrustRule } from '@/domain/workloads/get-trust-rule';
import { type AttemptView, listAttempts } from '@/domain/workloads/list-attempts';
import { draftOf, type RuleDraft } from '@/domain/workloads/suggested-claims';
import { createTrustRuleAction } from '../actions';

export const metadata = { title: 'New trust rule' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function NewTrustRulePage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  if (!mayAnywhere(actor, createTrustRule)) {
    return (
      <Page>
        <Header />
        <RefusedState operation={createTrustRule.operation} />
      </Page>
    );
  }
  const { attempt: id } = await props.searchParams;
  const attempt = typeof id === 'string' ? await findAttempt(id) : null;
  const sibling = attempt?.rule
    ? await askIfAllowed(getTrustRule, { rule: attempt.rule.id })
    : null;
  const minting = await mintingGroups(actor);
  const groups = minting
    .map((group) => ({ ...group, refusal: trustRefusal(actor, group) }))
    .map(toGroupOption)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const open = groups.filter(({ refusal }) => refusal === null);
  const wanted = sibling?.ok ? sibling.value.group.id : null;
  const chosen = open.find((group) => group.id === wanted) ?? (open.length === 1 ? open[0] : null);
  const choice = chosen ? await loadGroupChoice(chosen.id) : null;
  const { keywardUrl } = environment();
  return (
    <Page>
      <Header />
      {attempt && <FromAttempt attempt={attempt} />}
      {typeof id === 'string' && !attempt && (
        <Notice tone="warn" title="This attempt is not kept any more">
          Only the last hundred are. Fill the form in yourself, or let the pipeline try again.
        </Notice>
      )}
      {open.length === 0 ? (
        <EmptyState title="There is no group you can make a trust rule in">
          {nowhereToMint(minting)}.
        </EmptyState>
      ) : (
        <CreateRule
          draft={draftFrom(attempt, keywardUrl)}
          groups={groups}
          initialChoice={choice === null || isRefusal(choice) ? null : choice}
          initialIdentity={sibling?.ok ? sibling.value.identity.id : null}
          audienceHint={`What the pipeline asks its JWT for; nobody else’s. Usually ${keywardUrl}.`}
          create={createTrustRuleAction}
        />
      )}
    </Page>
  );
}

/** Why the reader can make no rule there: it gives tokens of a service account, not their own. */
function trustRefusal(actor: Actor, group: MintingGroupView): string | null {
  const target = { ...mintingTarget(group, actor), identity: null };
  return whyNot(actor, createTrustRule, target, group) ?? null;
}

const Header = () => (
  <PageHeader
    breadcrumb={[{ href: paths.settings('workloads'), label: 'Workloads' }]}
    title="New trust rule"
    description="Its jobs get a token of minutes for the JWT that their issuer gives them."
  />
);

async function findAttempt(id: string): Promise<AttemptView | null> {
  const found = await askIfAllowed(listAttempts, { attempt: id, limit: 1 });
  return found.ok ? (found.value.items[0] ?? null) : null;
}

function draftFrom(attempt: AttemptView | null, keywardUrl: string): RuleDraft {
  if (attempt?.claims) {
    // Where the rule is there already, this one is another, and wants a name of its own.
    return draftOf(attempt.claims, attempt.rule === null ? attempt.asked : null);
  }
  const empty = { name: '', slug: '', issuer: '', claims: [] };
  return { ...empty, preset: 'github', audience: keywardUrl };
}

const FromAttempt = ({ attempt }: { attempt: AttemptView }) => (
  <Notice
    tone={attempt.isSigned ? 'info' : 'warn'}
    title={
      attempt.isSigned
        ? 'Filled in from an attempt that its issuer signed'
        : 'Filled in from an attempt whose signature nobody has checked'
    }
  >
    {attempt.isSigned
      ? 'Look whether each claim is what you want to trust.'
      : 'Anybody could have sent it. Compare every number with your own repository or project before you trust it.'}
  </Notice>
);
