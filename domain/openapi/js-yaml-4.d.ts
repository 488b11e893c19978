/** js-yaml 4 under a second name; what of it is used here. */
declare module 'js-yaml-4' {
  export class YAMLException extends Error {
    readonly reason: string;
    readonly mark?: { readonly line: number; readonly column: number };
  }
  export class Type {
    constructor(
      tag: string,
      options: { readonly kind: 'scalar' | 'sequence' | 'mapping'; readonly multi: true },
    );
  }
  export class Schema {
    extend(types: {
      readonly implicit: readonly Type[];
      readonly explicit: readonly Type[];
    }): Schema;
  }
  export const CORE_SCHEMA: Schema;
  export const types: { readonly merge: Type };
  export function load(
    text: string,
    options: {
      readonly schema: Schema;
      readonly maxDepth: number;
      readonly maxTotalMergeKeys: number;
    },
  ): unknown;
}
