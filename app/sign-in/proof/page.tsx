import { BarePage } from '@/components/shell/bare-page';
import { TellProof } from '@/components/sign-in/tell-proof';
import { Notice } from '@/components/ui/notice';
import { isSignOnReason, SIGN_ON_REASONS } from '@/domain/sso/sso-facts';

export const metadata = { title: 'Proof' };

type Parameters = Record<string, string | string[] | undefined>;

/** Where a provider leads back to, in a tab of its own: the page that asked for the proof is in another. */
export default async function ProofPage(props: { searchParams: Promise<Parameters> }) {
  const { outcome } = await props.searchParams;
  const reason = typeof outcome === 'string' && isSignOnReason(outcome) ? outcome : null;
  return (
    <BarePage title="Proof">
      {outcome === 'proven' && (
        <Notice tone="ok" title="It is you">
          Close this tab, and go on in the one that asked.
        </Notice>
      )}
      {reason !== null && (
        <Notice tone="danger" title="That was no proof">
          <p>{SIGN_ON_REASONS[reason]}</p>
          <p>Close this tab, and try again in the one that asked.</p>
        </Notice>
      )}
      {outcome !== 'proven' && reason === null && (
        <Notice tone="info" title="Nothing is asked of you here">
          Close this tab.
        </Notice>
      )}
      <TellProof outcome={outcome === 'proven' ? 'proven' : reason} />
    </BarePage>
  );
}
