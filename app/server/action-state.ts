import { AsyncLocalStorage } from 'node:async_hooks';

interface ActionState {
  /** Set once our own code knows who asks: what failed before had arguments nobody could read. */
  isRead: boolean;
}

// Next bundles the actions apart from the server that waits for them.
const shared = globalThis as { keywardActionState?: AsyncLocalStorage<ActionState> };
shared.keywardActionState ??= new AsyncLocalStorage();
export const actionState = shared.keywardActionState;

/** Says that the arguments of the action under way, if there is one, could be read. */
export function argumentsRead(): void {
  const state = actionState.getStore();
  if (state) state.isRead = true;
}
