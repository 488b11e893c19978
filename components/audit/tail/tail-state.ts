import { idOf, type TimelineEntry } from '../timeline/entry';

/** Rows that are kept of what arrives: more makes a browser slow, and nobody reads them as they come. */
export const MAX_KEPT = 200;

export type TailStatus = 'paused' | 'connecting' | 'live' | 'lost' | 'ended';

export interface TailState {
  readonly status: TailStatus;
  /** Arrived and shown, newest first. */
  readonly shown: readonly TimelineEntry[];
  /** Arrived, and waiting until they are asked for. */
  readonly held: readonly TimelineEntry[];
  /** How many more have arrived that are not kept; null where they are too many to count. */
  readonly left: number | null;
}

export const noTail: TailState = { status: 'paused', shown: [], held: [], left: 0 };

export type TailAction =
  | { readonly type: 'status'; readonly status: TailStatus }
  | {
      readonly type: 'arrived';
      readonly rows: readonly TimelineEntry[];
      /** Rows that the server left out; null where they are too many to count. */
      readonly skipped: number | null;
      /** Ids of the page's own rows. */
      readonly known: ReadonlySet<string>;
      /** Whether they are shown at once. */
      readonly isFollowing: boolean;
    }
  | { readonly type: 'show' };

const add = (one: number | null, more: number | null) =>
  one === null || more === null ? null : one + more;

export function tailReducer(state: TailState, action: TailAction): TailState {
  switch (action.type) {
    case 'status':
      return { ...state, status: action.status };
    case 'show':
      return { ...state, shown: [...state.held, ...state.shown], held: [] };
    case 'arrived': {
      const { shown, held } = state;
      const ids = new Set([...shown, ...held].map(idOf));
      const isNew = (row: TimelineEntry) => !ids.has(idOf(row)) && !action.known.has(idOf(row));
      const rows = action.rows.filter(isNew);
      // Rows are kept without a gap: after the first that is not, none is.
      const hasGap = state.left !== 0 || action.skipped !== 0;
      const room = hasGap ? 0 : Math.max(0, MAX_KEPT - shown.length - held.length);
      const kept = rows.slice(Math.max(0, rows.length - room));
      const left = add(add(state.left, action.skipped), rows.length - kept.length);
      return action.isFollowing
        ? { ...state, shown: [...kept, ...held, ...shown], held: [], left }
        : { ...state, held: [...kept, ...held], left };
    }
  }
}

/** "12 new", "200 new and 40 more"; null where there is nothing to say. */
export function newsOf({ held, left }: TailState): string | null {
  const more = left === null ? 'many more' : left > 0 ? `${left} more` : null;
  if (held.length === 0) return more && `${more.charAt(0).toUpperCase()}${more.slice(1)}`;
  return more ? `${held.length} new and ${more}` : `${held.length} new`;
}
