import { AbsoluteTime } from '@/components/ui/relative-time';

/** Why something is frozen, and until when. */
export function FrozenWords(props: { frozenReason: string | null; frozenUntil: string | null }) {
  const { frozenReason, frozenUntil } = props;
  return (
    <>
      {frozenReason && <p>Reason: {frozenReason}</p>}
      <p>
        {frozenUntil ? (
          <>
            It ends by itself on <AbsoluteTime date={frozenUntil} />.
          </>
        ) : (
          'It lasts until somebody unfreezes it.'
        )}
      </p>
    </>
  );
}
