import { publicUrls } from '@/app/server/public-urls';
import { requireActor } from '@/app/server/session';
import { loadGroupChoice, toGroupOption } from '@/app/token-lists/group-choice';
import { creationRefusal, mintingGroups } from '@/app/token-lists/minting-groups';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CreateToken } from '@/components/tokens/new/create-token';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState } from '@/components/ui/states';
import { isRefusal } from '@/domain/base/refusal';
import { createTokenAction } from './actions';

export const metadata = { title: 'Create token' };

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' ? value : null);

export default async function NewTokenPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const params = await props.searchParams;
  const groups = await mintingGroups(actor);
  const options = groups.map(toGroupOption).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const open = options.filter(({ refusal }) => refusal === null);
  const wanted = textOf(params.group);
  const chosen =
    open.find(({ id, slug }) => id === wanted || slug === wanted) ??
    (open.length === 1 ? open[0] : undefined);
  const choice = chosen ? await loadGroupChoice(chosen.id) : null;
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        title="Create token"
        description="Its secret is shown once, right after."
      />
      {open.length === 0 ? (
        <EmptyState
          title="There is no group you can create a token in"
          actions={<ButtonLink href={paths.groups()}>Your groups</ButtonLink>}
        >
          {await creationRefusal(actor)}.
        </EmptyState>
      ) : (
        <CreateToken
          groups={options}
          initialChoice={choice === null || isRefusal(choice) ? null : choice}
          initialIdentity={textOf(params.identity)}
          actorId={actor.id}
          urls={publicUrls()}
          create={createTokenAction}
        />
      )}
    </Page>
  );
}
