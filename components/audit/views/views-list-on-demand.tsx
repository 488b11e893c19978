'use client';

import dynamic from 'next/dynamic';

export type { ViewsListProps } from './views-list';

/** Fetched when the views are opened. */
export const ViewsList = dynamic(async () => (await import('./views-list')).ViewsList);
