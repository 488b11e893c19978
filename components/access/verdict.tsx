import { CircleCheck, CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { ChainLinks, type ShownChain } from './chain-links';
import type { WhyAnswer } from './why-question';

/** The whole answer: yes or no in a sentence, each way with its links, and what else there is to know. */
export function Verdict({ answer }: { answer: WhyAnswer }) {
  const { chains, heldBy, isPartial, operation, allowed } = answer;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <Sentence answer={answer} />
      {operation.isPublic && (
        <p className="text-muted">It is public: anybody can call it, with a token or without.</p>
      )}
      {chains.map((chain) => (
        <div key={chain.group.id} className="border-t border-line pt-3">
          <ChainLinks chain={toShownChain(chain, operation)} />
        </div>
      ))}
      {chains.length === 0 && !allowed && (
        <p className="text-muted">
          No group of theirs{isPartial ? ' within your reach' : ''} holds it.
        </p>
      )}
      {heldBy.length > 0 && (
        <p className="text-muted">
          Held by{' '}
          {heldBy.map(({ id, slug, name }, at) => (
            <span key={id}>
              {at > 0 && ', '}
              <TextLink href={paths.group(slug)}>{name}</TextLink>
            </span>
          ))}
          .
        </p>
      )}
      {isPartial && (
        <p className="text-muted">
          Groups that you may not see are left out: there may be other ways.
        </p>
      )}
    </div>
  );
}

function Sentence({ answer }: { answer: WhyAnswer }) {
  const { subject, operation, allowed, code } = answer;
  const Icon = allowed ? CircleCheck : CircleSlash;
  const what = (
    <>
      <Mono>{operation.name}</Mono> of <bdi>{operation.api.name}</bdi>
    </>
  );
  const said: ReactNode = allowed ? (
    <>
      <strong className="font-semibold">Allowed</strong>: <bdi>{subject.name}</bdi> may call {what}.
    </>
  ) : (
    <>
      <strong className="font-semibold">Denied</strong> (<Mono>{code}</Mono>):{' '}
      <bdi>{subject.name}</bdi> may not call {what}.
    </>
  );
  return (
    <p role="status" className="flex items-baseline gap-1.5">
      <Icon
        aria-hidden
        size={15}
        className={`shrink-0 self-center ${allowed ? 'text-ok' : 'text-danger'}`}
      />
      <span className="min-w-0">{said}</span>
    </p>
  );
}

const toShownChain = (
  chain: WhyAnswer['chains'][number],
  operation: WhyAnswer['operation'],
): ShownChain => ({ ...chain, operation });
