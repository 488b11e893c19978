import { ClipboardCheck } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

/** The way to a new campaign, or the reason why there is none. */
export function StartButton(props: { refusal: string | undefined }) {
  const icon = <ClipboardCheck aria-hidden />;
  if (props.refusal) {
    return (
      <Button variant="primary" icon={icon} disabledReason={props.refusal}>
        Start reviewing
      </Button>
    );
  }
  return (
    <ButtonLink variant="primary" href={paths.reviewNew()} icon={icon}>
      Start reviewing
    </ButtonLink>
  );
}
