import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { TokenHint } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import { endOf, LATE_SHARE } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';

/** That a token was rotated: until when it works, what replaces it, and who still uses it. */
export function RotationNotice(props: { token: TokenView; family: readonly TokenView[] | null }) {
  const { token } = props;
  if (token.retiresAt === null || token.status === 'revoked') return null;
  const isOver = token.status === 'retired';
  const successor = props.family
    ?.filter(({ predecessorId }) => predecessorId === token.id)
    .toSorted((left, right) => right.createdAt.localeCompare(left.createdAt))[0];
  const used = token.lastUsedAt;
  const isUsed = isUsedAfter(token, isOver ? token.retiresAt : successor?.createdAt);
  const isLate = isUsedAfter(token, isOver ? token.retiresAt : lateFrom(token, successor));
  return (
    <Notice
      tone={isLate ? 'warn' : 'info'}
      title={
        isOver ? (
          <>
            Rotated out <RelativeTime date={token.retiresAt} />
          </>
        ) : (
          <>
            Rotated: works until{' '}
            {token.retiresOnUse && 'its successor is used, at the latest until '}
            <AbsoluteTime date={endOf(token)} />
          </>
        )
      }
    >
      {isUsed && used !== null && (
        <p>
          Still used by {token.lastIp ?? 'an unknown address'}, <RelativeTime date={used} />
          {isOver
            ? ', and denied: whoever sends it needs the new secret.'
            : ': whoever sends it needs the new secret before then.'}
        </p>
      )}
      {successor && (
        <p>
          Its successor is{' '}
          <TextLink href={paths.token(successor.id)}>
            <TokenHint prefix={successor.prefix} first={successor.first4} last={successor.last4} />
          </TextLink>
          {successor.firstUsedAt ? ', in use since ' : ', not used yet.'}
          {successor.firstUsedAt && <AbsoluteTime date={successor.firstUsedAt} />}
        </p>
      )}
    </Notice>
  );
}

const isUsedAfter = ({ lastUsedAt }: TokenView, since: string | undefined): boolean =>
  lastUsedAt !== null && since !== undefined && Date.parse(lastUsedAt) > Date.parse(since);

/** When the end of its overlap is near: until then its use is what the overlap is for. */
function lateFrom({ retiresAt }: TokenView, successor: TokenView | undefined): string | undefined {
  if (retiresAt === null || successor === undefined) return undefined;
  const end = Date.parse(retiresAt);
  const lateMs = (end - Date.parse(successor.createdAt)) * LATE_SHARE;
  return new Date(end - lateMs).toISOString();
}
