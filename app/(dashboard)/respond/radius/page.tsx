import { publicUrls } from '@/app/server/public-urls';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { OwnAddress } from '@/components/respond/own-address';
import { RadiusBar } from '@/components/respond/radius-bar';
import { RadiusReport } from '@/components/respond/radius-report';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { type BlastRadius, blastRadius } from '@/domain/decisions/blast-radius';
import { radiusMarkdown } from '@/domain/decisions/radius-markdown';
import { radiusQueryOf, subjectWord } from '@/domain/decisions/radius-words';
import { openIncident } from '@/domain/incidents/open-incident';
import { lastDay, readAsked } from './asked';

export const metadata = { title: 'Blast radius' };

export default async function RadiusPage(props: { searchParams: Promise<PageSearchParams> }) {
  const params = await props.searchParams;
  const asked = readAsked((name) => [params[name] ?? []].flat());
  if (!asked) return <NobodyNamed />;
  const isTimed = !isRefusal(asked) && asked.from && asked.to;
  const found = isRefusal(asked)
    ? asked
    : await ask(blastRadius, isTimed ? asked : { ...asked, ...lastDay(Date.now()) });
  if (!found.ok) {
    return (
      <Page>
        <Title title="Blast radius" />
        <RefusedState
          refusal={found}
          operation={blastRadius.operation}
          title="This can’t be summed up"
        />
      </Page>
    );
  }
  const radius = found.value;
  const actor = await requireActor();
  const { subject, from, to } = radius;
  const address = paths.radius(radiusQueryOf(radius));
  const link = new URL(address, publicUrls().dashboard).href;
  return (
    <Page>
      {!isTimed && <OwnAddress href={address} />}
      <Title
        title={`Blast radius of ${subject.name ?? subject.id}`}
        description={
          <>
            <SubjectLink subject={subject} />
            <span>
              <AbsoluteTime date={from} /> to <AbsoluteTime date={to} />
            </span>
          </>
        }
        actions={
          <RadiusBar
            radius={{ subject, from, to }}
            link={link}
            markdown={radiusMarkdown(radius, link)}
            openRefusal={whyNot(actor, openIncident, everything('incident'))}
          />
        }
      />
      <RadiusReport radius={radius} />
    </Page>
  );
}

const Title = (props: Omit<Parameters<typeof PageHeader>[0], 'breadcrumb'>) => (
  <PageHeader {...props} breadcrumb={[{ href: paths.respond(), label: 'Respond' }]} />
);

function SubjectLink(props: { subject: BlastRadius['subject'] }) {
  const { type, id } = props.subject;
  const href = {
    token: paths.token(id),
    identity: paths.person(id),
    group: paths.group(id),
    ip: paths.respond({ ip: id }),
  }[type];
  return (
    <span>
      <TextLink href={href}>{subjectWord(props.subject)}</TextLink> <MonoId id={id} />
    </span>
  );
}

const NobodyNamed = () => (
  <Page>
    <Title title="Blast radius" />
    <Section title="Whose?">
      <EmptyState
        title="No token, person, group or address is named"
        actions={<ButtonLink href={paths.respond()}>Find one on Respond</ButtonLink>}
      >
        This page sums up what one of them did in a span of time.
      </EmptyState>
    </Section>
  </Page>
);
