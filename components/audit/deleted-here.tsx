'use client';

import { SearchX, Trash2 } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { deletionQuestion } from './deletion-question';
import { idIn } from './id-in';

/**
 * That nothing is at this address, and who has deleted what was. Asked once this is shown: Next makes
 * the page of what isn't found along with each page that is.
 */
export function DeletedHere() {
  const target = idIn(usePathname());
  const asked = useAskedValue(deletionQuestion, target === null ? null : { target });
  const deletion = asked.status === 'answered' ? asked.answer.deletion : null;
  if (!deletion) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="There is nothing at this address any more, or it is out of your reach"
        actions={
          <ButtonLink href={paths.overview()} variant="primary">
            To the overview
          </ButtonLink>
        }
      >
        It may have been deleted since the link was made. Ask whoever sent it which group it needs.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Trash2 aria-hidden />}
      title={`${deletion.name ?? 'What was here'} was deleted`}
      actions={
        <ButtonLink href={paths.auditEvent(deletion.id)} variant="primary">
          See the change
        </ButtonLink>
      }
    >
      By {deletion.by}, <RelativeTime date={deletion.at} />
      {deletion.reason ? `: ${deletion.reason}` : '.'}
    </EmptyState>
  );
}
