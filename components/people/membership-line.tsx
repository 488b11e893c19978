import { AskToExtend, type Ending } from '@/components/access/ask-to-extend';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { ExplainedMembership } from '@/domain/access/explain-identity';

const SOURCES = { manual: 'by hand', sso: 'by SSO', scim: 'by SCIM' } as const;

/** One membership: until when, by whom, and the scopes it gives. */
export function MembershipLine(props: {
  membership: ExplainedMembership;
  /** For the one it is of: says whom to ask about it, and leads on to a later end where it ends soon. */
  own?: { readonly ending: Ending | undefined };
}) {
  const { group, role, source, expiresAt, ended, addedBy, addedAt, scopes, operationCount } =
    props.membership;
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink quiet href={paths.group(group.slug)} className="min-w-0 font-medium break-words">
          {group.name}
        </TextLink>
        {role === 'lead' && <Badge tone="accent">Lead</Badge>}
        <PrivilegedMark group={group} />
        {group.state === 'frozen' && <StatusBadge status="frozen" />}
        {ended && <StatusBadge status="ended" />}
        {source !== 'manual' && <Badge>Managed by {addedBy}</Badge>}
        <span className="ml-auto whitespace-nowrap">
          {formatCount(operationCount, 'operation')}
        </span>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <span>
          Added <RelativeTime date={addedAt} /> by {addedBy}, {SOURCES[source]}
        </span>
        {expiresAt === null ? <span>No end date</span> : <Until expiresAt={expiresAt} />}
        {props.own?.ending && <AskToExtend ending={props.own.ending} />}
      </p>
      {props.own && <WhomToAsk leads={props.membership.leads} />}
      <ul className="flex flex-wrap gap-1.5">
        {scopes.map((scope) => (
          <li key={scope.id} className="max-w-full">
            <TextLink quiet href={paths.scope(scope.api, scope.id)} className="no-underline!">
              <Badge mono>
                {scope.api}/{scope.name} · {formatNumber(scope.operationCount)}
              </Badge>
            </TextLink>
          </li>
        ))}
        {scopes.length === 0 && <li className="text-muted">The group owns no scopes.</li>}
      </ul>
    </li>
  );
}

function Until(props: { expiresAt: string }) {
  return (
    <span>
      Until <Expiry date={props.expiresAt} />
    </span>
  );
}

function WhomToAsk(props: { leads: ExplainedMembership['leads'] }) {
  const { leads } = props;
  return (
    <p className="text-muted">
      {leads.length === 0
        ? 'It has no lead: ask an administrator.'
        : `Ask ${leads.map(({ name }) => name).join(', ')}, who ${leads.length === 1 ? 'leads' : 'lead'} it.`}
    </p>
  );
}
