'use client';

import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { paths } from '@/components/paths';
import { attempt } from '@/components/ui/attempt';
import type { ActionOutcome } from '@/components/ui/form-state';
import { IconButton } from '@/components/ui/icon-button';
import { TextLink } from '@/components/ui/link';
import { useToast } from '@/components/ui/toast';
import { useTimelineAddress } from '../timeline/use-timeline-address';
import { readyViews } from './ready-views';
import { type SaveView, SaveViewForm } from './save-view-form';
import { type SavedView, viewsQuestion } from './views-question';

export type ViewsListProps = {
  save: SaveView;
  remove: (view: string) => Promise<ActionOutcome<unknown>>;
};

/** Ready views, the reader's own, and those that others share; and the way to keep what is shown now. */
export function ViewsList(props: ViewsListProps) {
  const { view } = useTimelineAddress();
  const asked = useAskedValue(viewsQuestion, 'all');
  const toast = useToast();
  const { privileged = [], saved = [] } = asked.latest ?? {};

  async function remove({ id, name }: SavedView) {
    const outcome = await attempt('the view was deleted', () => props.remove(id));
    if (outcome.status === 'refused') toast.refused('It was not deleted', outcome);
    else toast.done(`${name} is deleted`);
    asked.again();
  }

  return (
    <div className="-mx-1 max-h-[min(32rem,70dvh)] space-y-3 overflow-y-auto px-1">
      <AskedProblem asked={asked} title="The views could not be read" />
      <Views title="Ready">
        {readyViews(privileged).map(({ name, q }) => (
          <li key={name}>
            <ViewLink name={name} q={q} />
          </li>
        ))}
      </Views>
      <Views title="Yours">
        {saved
          .filter(({ isOwn }) => isOwn)
          .map((each) => (
            <li key={each.id} className="flex items-center gap-2">
              <ViewLink name={each.name} q={each.q} note={each.isShared ? 'shared' : undefined} />
              <IconButton
                label={`Delete ${each.name}`}
                icon={<Trash2 aria-hidden />}
                onClick={() => void remove(each)}
                className="size-7"
              />
            </li>
          ))}
      </Views>
      <Views title="Shared by others">
        {saved
          .filter(({ isOwn }) => !isOwn)
          .map(({ id, name, q, owner }) => (
            <li key={id}>
              <ViewLink name={name} q={q} note={owner.name} />
            </li>
          ))}
      </Views>
      <SaveViewForm view={view} save={props.save} onSaved={asked.again} />
    </div>
  );
}

/** Nothing where there are none. */
function Views(props: { title: string; children: ReactNode[] }) {
  if (props.children.length === 0) return null;
  return (
    <section className="space-y-0.5">
      <h3 className="text-xs font-medium text-muted">{props.title}</h3>
      <ul>{props.children}</ul>
    </section>
  );
}

const ViewLink = (props: { name: string; q: string; note?: string | undefined }) => (
  <TextLink
    quiet
    href={paths.audit({ q: props.q })}
    data-tooltip={props.q}
    className="flex min-h-7 min-w-0 flex-1 items-center gap-2"
  >
    <span className="min-w-0 truncate">{props.name}</span>
    {props.note && <span className="shrink-0 text-xs text-muted">{props.note}</span>}
  </TextLink>
);
