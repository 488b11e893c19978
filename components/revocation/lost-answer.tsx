import { Notice } from '@/components/ui/notice';

/** Said where a revocation was sent and no answer came. */
export function LostAnswer(props: { message: string }) {
  return (
    <Notice tone="danger" title="No answer from Keyward" live>
      <p>{props.message}</p>
    </Notice>
  );
}
