import { Bot, UserPlus } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

/** The ways to a new person and a new service account, or the reason why there are none. */
export function CreateButtons(props: {
  disabledReason: string | undefined;
  /** The reader leads a group: there they make its service accounts. */
  leads: boolean;
}) {
  const { disabledReason } = props;
  if (disabledReason) {
    return (
      <>
        <Button
          icon={<Bot aria-hidden />}
          disabledReason={
            props.leads ? 'Create it on the page of a group that you lead' : disabledReason
          }
        >
          Create service account
        </Button>
        <Button variant="primary" icon={<UserPlus aria-hidden />} disabledReason={disabledReason}>
          Create person
        </Button>
      </>
    );
  }
  return (
    <>
      <ButtonLink href={paths.personNew({ type: 'service' })} icon={<Bot aria-hidden />}>
        Create service account
      </ButtonLink>
      <ButtonLink
        variant="primary"
        href={paths.personNew({ type: 'person' })}
        icon={<UserPlus aria-hidden />}
      >
        Create person
      </ButtonLink>
    </>
  );
}
