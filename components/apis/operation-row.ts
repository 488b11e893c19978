/** One operation as the list of an API shows it. */
export type OperationRow = {
  id: string;
  name: string;
  /** Upper case; null for a plain action. */
  method: string | null;
  pathTemplate: string | null;
  summary: string;
  tags: string[];
  deprecated: boolean;
  /** Needs no token. */
  isPublic: boolean;
  /** Other names for the same requests. */
  aliases: string[];
  source: 'document' | 'manual' | 'built-in';
  /** Scopes that hold it; `id` is null where the reader can't open the scope. */
  scopes: { name: string; id: string | null }[];
  /** Groups that hold it through a scope; null where the reader can't know. */
  groupCount: number | null;
};
