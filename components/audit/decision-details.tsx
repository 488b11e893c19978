import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono, MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { codeWords, reasonWords } from './code-words';

/** Everything one decision says: which group, through which token, called what, when, from where. */
export function DecisionDetails({ decision }: { decision: DecisionView }) {
  const { token, identity, group, api, operation, ip } = decision;
  return (
    <div className="space-y-6">
      <Notice
        tone={decision.outcome === 'allowed' ? 'ok' : 'danger'}
        title={
          decision.outcome === 'allowed' ? (
            'Allowed'
          ) : (
            <>
              Denied: <Mono>{decision.code}</Mono>
            </>
          )
        }
      >
        {decision.reason === null ? codeWords(decision.code) : reasonWords(decision.reason)}
      </Notice>
      <DescriptionList
        items={[
          {
            label: 'Token',
            value: token && (
              <>
                <TextLink href={paths.token(token.id)}>{token.name ?? token.id}</TextLink>{' '}
                {token.last4 && <LastFour last4={token.last4} />}
              </>
            ),
          },
          {
            label: 'Acts for',
            value: identity && (
              <TextLink href={paths.person(identity.id)}>{identity.name ?? identity.id}</TextLink>
            ),
          },
          {
            label: 'Group',
            value: group && (
              <TextLink href={paths.group(group.id)}>{group.slug ?? group.id}</TextLink>
            ),
          },
          { label: 'Scope', value: decision.scope && <Mono>{decision.scope}</Mono> },
          { label: 'API', value: api && <TextLink href={paths.api(api)}>{api}</TextLink> },
          {
            label: 'Operation',
            value:
              api && operation ? (
                <TextLink href={paths.apiCallers(api, operation)}>{operation}</TextLink>
              ) : (
                operation
              ),
          },
          {
            label: 'Request',
            value: decision.method && (
              <Mono>
                {decision.method} {decision.path}
              </Mono>
            ),
          },
          { label: 'Reason', value: decision.reason && <Mono>{decision.reason}</Mono> },
          { label: 'When (UTC)', value: <Mono>{decision.at}</Mono> },
          { label: 'Address', value: ip && <TextLink href={paths.respond({ ip })}>{ip}</TextLink> },
          { label: 'Client', value: decision.userAgent },
          { label: 'Verifier', value: decision.verifier },
          {
            label: 'Stands for',
            value: decision.foldedCount > 1 ? `${decision.foldedCount} equal refusals` : undefined,
          },
          {
            label: 'Request id',
            value: decision.requestId && <MonoId id={decision.requestId} noun="request id" />,
          },
          { label: 'Decision', value: <MonoId id={decision.id} noun="decision id" /> },
        ]}
      />
    </div>
  );
}
