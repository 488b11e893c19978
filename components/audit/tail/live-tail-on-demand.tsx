'use client';

import dynamic from 'next/dynamic';

/** Its code is fetched once the page stands: what the reader's system wants of motion, the server can't know. */
export const LiveTail = dynamic(async () => (await import('./live-tail')).LiveTail, { ssr: false });
