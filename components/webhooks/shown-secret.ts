/** A secret of a webhook as it is shown, once. */
export interface ShownSecret {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** Until when the one before signs as well; null where it doesn't. */
  readonly previousUntil: string | null;
}
