/** The id that an address ends with, or names last: a TypeID; null where it names things by slugs alone. */
export const idIn = (path: string): string | null =>
  path
    .split(/[?#]/)[0]
    ?.match(/(?<=\/)[a-z]+_[0-9a-z]{26}(?=\/|$)/g)
    ?.at(-1) ?? null;
