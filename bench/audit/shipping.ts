/** What the process that ships decisions is told, as its first argument. */
export interface ShippingOrder {
  readonly url: string;
  /** So many decisions of the last days, an hour at a time; null for decisions of now, until it is stopped. */
  readonly fill: { readonly rows: number; readonly days: number } | null;
}

/** What it prints, a line each. */
export interface Shipped {
  readonly rows: number;
  readonly seconds: number;
}
