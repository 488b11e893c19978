'use client';

import dynamic from 'next/dynamic';

/** Drawn on the server like the rest; its code is fetched by readers of this tab alone. */
export const TokensTable = dynamic(async () => (await import('./tokens-table')).TokensTable);
