/** On which another tab tells what came of a proof that it was opened for. */
export const PROOF_CHANNEL = 'keyward-proof';

type Ask = () => Promise<boolean>;
let asking: Ask | undefined;

/** Says how people are asked to prove who they are, while a page is open. @returns takes it back */
export function askForProofBy(ask: Ask): () => void {
  asking = ask;
  return () => {
    if (asking === ask) asking = undefined;
  };
}

/** Asks them. @returns whether they have proved it */
export const askForProof: Ask = () => asking?.() ?? Promise.resolve(false);

/** Whether an action was refused only because they have not proved who they are a moment ago. */
export const wantsProof = (outcome: unknown): boolean =>
  typeof outcome === 'object' &&
  outcome !== null &&
  'code' in outcome &&
  outcome.code === 'proof_needed';
