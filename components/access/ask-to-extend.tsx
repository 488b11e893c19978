import { CalendarPlus } from 'lucide-react';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';

/** A group of one's own whose membership ends soon, and the request for longer where there is one. */
export interface Ending {
  readonly slug: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly request: string | null;
}

/** The way to a later end, or to the request for one. */
export function AskToExtend({ ending }: { ending: Ending }) {
  const { slug, name, request } = ending;
  if (request !== null) {
    return (
      <TextLink href={paths.request(request)}>
        Asked to extend<span className="sr-only"> {name}</span>
      </TextLink>
    );
  }
  return (
    <ButtonLink
      size="small"
      icon={<CalendarPlus aria-hidden />}
      href={paths.requestNew({ group: slug })}
    >
      Ask to extend<span className="sr-only"> {name}</span>
    </ButtonLink>
  );
}
