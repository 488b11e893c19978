/** Why nothing was written, or nobody knows whether it was, in words for who set the destination up. */
export class DestinationProblem extends Error {
  override readonly name = 'DestinationProblem';
}
