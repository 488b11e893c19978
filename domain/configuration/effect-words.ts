import type { LeftOut } from './plan-view';

export const amountOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** In a comment of the file, on the page and in the terminal. */
export const describeLeftOut = ({ section, lacking }: LeftOut[number]): string =>
  `Left out: ${section}. Who exported this lacks ${lacking.join(' and ')}.`;
