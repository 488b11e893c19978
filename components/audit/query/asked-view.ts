import type { View } from './edit-query';

/** A view as the questions and the queries take it: what it leaves open is left out. */
export const askedView = ({ q, from, to }: View) => ({
  ...(q && { q }),
  ...(from && { from }),
  ...(to && { to }),
});
