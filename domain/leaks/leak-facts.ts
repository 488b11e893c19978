import { z } from 'zod';
import { prose } from '@/domain/base/input';

/** Of one report. */
export const MAX_LEAKS = 1_000;

export const SHA256 = /^[0-9a-f]{64}$/;

/** Where a secret was found: as the reporter says, without any secret in it. */
export const leakPlace = {
  source: prose(100).nullable().default(null),
  url: prose(500).nullable().default(null),
};

/** A leak as jobs and events have it: the hash of the secret alone. */
export const leakSchema = z.object({ sha256: z.string().regex(SHA256), ...leakPlace });
export type Leak = z.output<typeof leakSchema>;
