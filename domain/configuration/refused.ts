import type { Refusal } from '@/domain/base/refusal';
import type { Path } from './change';

/** The file can't be compared with the installation, as its sections find. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly path: Path = [],
  ) {
    super(refusal.code);
  }
}
