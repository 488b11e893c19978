import { Plus } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

/** The way to a new token, or the reason why there is none. */
export function CreateButton(props: { refusal: string | null }) {
  if (props.refusal !== null) {
    return (
      <Button variant="primary" icon={<Plus aria-hidden />} disabledReason={props.refusal}>
        Create token
      </Button>
    );
  }
  return (
    <ButtonLink variant="primary" href={paths.tokenNew()} icon={<Plus aria-hidden />}>
      Create token
    </ButtonLink>
  );
}
