'use client';

import { Bookmark } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { ViewsList, type ViewsListProps } from './views-list-on-demand';

/** Queries by their names: those that come with the product, and those that were saved. */
export const ViewsMenu = (props: ViewsListProps) => (
  <Popover
    title="Views"
    align="end"
    className="w-80"
    trigger={<Button icon={<Bookmark aria-hidden />}>Views</Button>}
  >
    <ViewsList {...props} />
  </Popover>
);
