import { Plus } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

/** The way to a new group, or the reason why there is none. */
export function CreateGroupButton(props: { disabledReason: string | undefined }) {
  if (props.disabledReason) {
    return (
      <Button variant="primary" icon={<Plus aria-hidden />} disabledReason={props.disabledReason}>
        Create group
      </Button>
    );
  }
  return (
    <ButtonLink variant="primary" href={paths.groupNew()} icon={<Plus aria-hidden />}>
      Create group
    </ButtonLink>
  );
}
