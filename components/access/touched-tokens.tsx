import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { StatusBadge } from '@/components/ui/status-badge';
import type { TouchedTokens as Touched } from '@/domain/access/touched-tokens';

/** The tokens that a change reaches, by name: who would notice it. */
export function TouchedTokens({ touched }: { touched: Touched }) {
  const { tokenCount } = touched;
  if (tokenCount === 0) {
    return <p className="text-sm text-muted">No token that works now is touched.</p>;
  }
  const follow = tokenCount === 1 ? 'follows' : 'follow';
  return (
    <TokenLines
      label="Tokens that follow"
      title={`${formatCount(tokenCount, 'token')} ${follow} at once`}
      touched={touched}
    />
  );
}

/** The tokens that end with a change; nothing where none does. */
export function EndingTokens({ touched }: { touched: Touched }) {
  const { tokenCount } = touched;
  if (tokenCount === 0) return null;
  return (
    <TokenLines
      label="Tokens that are revoked"
      title={`${formatCount(tokenCount, 'token')} ${tokenCount === 1 ? 'is' : 'are'} revoked`}
      touched={touched}
    />
  );
}

function TokenLines(props: { label: string; title: string; touched: Touched }) {
  const { tokens, tokenCount } = props.touched;
  const hidden = tokenCount - tokens.length;
  return (
    <section aria-label={props.label} className="text-sm">
      <h3 className="font-medium">{props.title}</h3>
      <ul className="divide-y divide-line">
        {tokens.map(({ id, name, last4, status, identity, group }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <TextLink href={paths.token(id)} className="min-w-0 break-words">
              {name}
            </TextLink>
            <LastFour last4={last4} />
            <span className="text-muted">
              of <bdi>{identity.name}</bdi> in <bdi>{group.name}</bdi>
            </span>
            <span className="ml-auto">
              <StatusBadge status={status} />
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="pt-1.5 text-muted">and {formatNumber(hidden)} more</p>}
    </section>
  );
}

const NAMED_IN_A_LINE = 3;

/** The same in a line: "nightly ••1a2b, deploy ••3c4d and 7 more". */
export function TokensInALine({ tokens, tokenCount }: Touched) {
  const shown = tokens.slice(0, NAMED_IN_A_LINE);
  const hidden = tokenCount - shown.length;
  return (
    <>
      {shown.map(({ id, name, last4 }, index) => (
        <span key={id}>
          {index > 0 && (hidden === 0 && index === shown.length - 1 ? ' and ' : ', ')}
          <span className="break-words">{name}</span> <LastFour last4={last4} />
        </span>
      ))}
      {hidden > 0 && ` and ${formatNumber(hidden)} more`}
    </>
  );
}
