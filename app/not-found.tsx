import { paths } from '@/components/paths';
import { BarePage } from '@/components/shell/bare-page';
import { ButtonLink } from '@/components/ui/link';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <BarePage title="Not found">
      <p className="text-muted">
        There is nothing at this address, or it is out of your reach. Ask whoever sent the link
        which group it needs.
      </p>
      <div>
        <ButtonLink href={paths.overview()} variant="primary">
          To the overview
        </ButtonLink>
      </div>
    </BarePage>
  );
}
