import type { Refusal } from '@/domain/base/refusal';
import type { Path } from './change';

/** The file can't be compared with the installation, as its sections find. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    path: Path = [],
    /** Where a field that the refusal names stands in the file. */
    readonly placeOf: (field: Path) => Path = (field) => [...path, ...field],
  ) {
    super(refusal.code);
  }
}
