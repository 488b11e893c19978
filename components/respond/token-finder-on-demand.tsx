'use client';

import dynamic from 'next/dynamic';

/** `TokenFinder` where most readers see none of it: its code is fetched by those who do. */
export const TokenFinder = dynamic(async () => (await import('./token-finder')).TokenFinder);
