import type { OperationView } from '@/domain/apis/list-operations';

/** What the scope editor needs to know of an operation. */
export type ScopeOperation = Pick<
  OperationView,
  'name' | 'method' | 'pathTemplate' | 'summary' | 'tags' | 'deprecated' | 'aliases'
>;
