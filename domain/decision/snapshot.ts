/** A scope that grants an operation. `name` is unique in its API. */
export interface GrantingScope {
  readonly id: string;
  readonly name: string;
  readonly apiId: string;
}

/** Operation name → the group's scopes that hold it. */
export type OperationGrants = ReadonlyMap<string, readonly GrantingScope[]>;

/** What a group opens, and whether it is alive: shared by all tokens of the group. */
export interface GroupSnapshot {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: 'active' | 'frozen';
  readonly allows: AddressFilter;
  /** How long its tokens may go unused; null for no limit. */
  readonly idleLimitSeconds: number | null;
  /** API slug → its granted operations. */
  readonly grants: ReadonlyMap<string, OperationGrants>;
}

export interface SubjectSnapshot {
  readonly identity: {
    readonly id: string;
    readonly type: 'person' | 'service';
    readonly name: string;
    readonly state: 'active' | 'suspended';
  };
  readonly groupId: string;
  /** Null where the identity is not in the group (any more). */
  readonly membership: {
    readonly role: 'member' | 'lead';
    readonly expiresAtMs: number | null;
  } | null;
}

/** How long a token works, and what it is cut down to. Times in milliseconds since the epoch. */
export interface TokenLimits {
  readonly state: 'active' | 'suspended' | 'revoked';
  readonly expiresAtMs: number;
  /** When the overlap of a rotated token ends; null for a token that goes on. */
  readonly retiresAtMs: number | null;
  /** When the policy of its group begins to refuse it: Infinity for never, -Infinity for always. */
  readonly meetsPolicyUntilMs: number;
  /** The last allowed use, or since when an idle limit counts where that is later; moves on with each use. */
  idleSinceMs: number;
  readonly allows: AddressFilter;
  /** Scope ids the token is cut down to; null where it isn't. */
  readonly restriction: ReadonlySet<string> | null;
  /** The one API it is good for; null where it is for all. */
  readonly onlyApiId: string | null;
}

/** A token that another was made from, in the same group and for the same identity. */
export interface Ancestor extends TokenLimits {
  readonly id: string;
}

/** All of a token but its group. */
export interface TokenSnapshot extends SubjectSnapshot {
  readonly token: TokenLimits & {
    readonly id: string;
    readonly name: string;
    readonly kind: 'personal' | 'service';
    /** Whether a revoked one was revoked because its membership ended. */
    readonly endedWithMembership: boolean;
    /** The tokens it was made from, of which each limits it as well; null for a token of its own. */
    readonly ancestors: readonly Ancestor[] | null;
  };
}

/** True where a request from this address may pass; an unknown address passes only an empty filter. */
export type AddressFilter = (ip: string | null) => boolean;
