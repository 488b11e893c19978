import type { Consequence, LeftOut } from './plan-view';

export const amountOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** In a comment of the file, on the page and in the terminal. */
export const describeLeftOut = ({ section, lacking }: LeftOut[number]): string =>
  `Left out: ${section}. Who exported this lacks ${lacking.join(' and ')}.`;

/** What becomes of the tokens of one group: “12 tokens gain 4 operations, 1 token stops working”. */
export function describeConsequence({ gain, lose, stopped, working }: Consequence): string {
  return [
    ...(gain.tokens > 0 ? [moved(gain, 'gain')] : []),
    ...(lose.tokens > 0 ? [moved(lose, 'lose')] : []),
    ...(stopped > 0
      ? [`${amountOf(stopped, 'token')} ${stopped === 1 ? 'stops' : 'stop'} working`]
      : []),
    ...(working > 0
      ? [`${amountOf(working, 'token')} ${working === 1 ? 'works' : 'work'} again`]
      : []),
  ].join(', ');
}

const moved = ({ tokens, operations }: Consequence['gain'], verb: string) =>
  `${amountOf(tokens, 'token')} ${verb}${tokens === 1 ? 's' : ''} ${amountOf(operations, 'operation')}`;
