import { isOperationName, type OperationName } from './operation-names';

/** The group that gave a right: it is named in the audit event. */
export interface GrantingGroup {
  readonly id: string;
  readonly slug: string;
}

/** `keyward` operations that are good everywhere, each with the group whose scopes give it. */
export type Grants = ReadonlyMap<OperationName, GrantingGroup | null>;

/** The groups in which somebody's role adds rights of its own, by id. */
export interface Roles {
  readonly memberOf: ReadonlyMap<string, GrantingGroup>;
  readonly leadOf: ReadonlyMap<string, GrantingGroup>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

declare const MADE: unique symbol;

interface Acting extends Named {
  /** Only the constructors below set it: an actor written by hand doesn't compile. */
  readonly [MADE]: true;
  readonly grants: Grants;
  /**
   * The rights come from no group, so there is nothing to resolve again at the commit: a process of
   * the product, somebody who has just proved their password, the holder of a secret who ends it.
   */
  readonly isFixed: boolean;
}

/** A person who is signed in: what the scopes of all their groups open, and what their roles add. */
export interface SessionActor extends Acting, Roles {
  readonly kind: 'session';
  readonly type: 'person';
  readonly via: { readonly type: 'session'; readonly id: string };
  /** Whether they have proved who they are a moment ago; see `needsProof` of commands. */
  readonly isProven: boolean;
  /** Id of the provider whose groups don't count in this session: it did not say which they are. */
  readonly keptOutOf: string | null;
  readonly group: null;
  readonly isFixed: false;
}

/** Whoever a token acts for: it opens what its group's scopes say, and no role adds to it. */
export interface BearerActor extends Acting {
  readonly kind: 'bearer';
  readonly type: 'person' | 'service';
  readonly via: { readonly type: 'token'; readonly id: string };
  readonly group: GrantingGroup;
  readonly isFixed: false;
}

/** Who presents a token to end it: the secret alone gives the right. */
export interface HolderActor extends Acting {
  readonly kind: 'holder';
  readonly type: 'person' | 'service';
  readonly via: { readonly type: 'token'; readonly id: string };
  readonly group: null;
  readonly isFixed: true;
}

/** A process of the product, in its own name or a person's, allowed what it was started for. */
export interface ProcessActor extends Acting {
  readonly kind: 'process';
  readonly type: 'system' | 'person';
  readonly via: { readonly type: 'process'; readonly id: null };
  readonly group: null;
  readonly isFixed: true;
}

/** A workload that its issuer vouches for: it may have the token of one trust rule, and nothing else. */
export interface WorkloadActor extends Acting {
  readonly kind: 'workload';
  readonly type: 'service';
  readonly via: { readonly type: 'trustRule'; readonly id: string | null };
  readonly group: null;
  readonly isFixed: true;
}

/** Who acts. */
export type Actor = SessionActor | BearerActor | HolderActor | ProcessActor | WorkloadActor;

const made = <A extends Actor>(actor: Omit<A, typeof MADE>): A => actor as A;
const grantsOf = (operations: readonly OperationName[]): Grants =>
  new Map(operations.map((operation) => [operation, null]));

export const sessionActor = (
  sessionId: string,
  { id, name }: Named,
  { grants, memberOf, leadOf }: Roles & { readonly grants: Grants },
  { isProven = false, keptOutOf = null }: { isProven?: boolean; keptOutOf?: string | null } = {},
): SessionActor =>
  made<SessionActor>({
    ...{ kind: 'session', type: 'person', id, name, group: null, isFixed: false },
    via: { type: 'session', id: sessionId },
    ...{ grants, memberOf, leadOf, isProven, keptOutOf },
  });

type TokenSubject = Named & { readonly type: 'person' | 'service' };

export const bearerActor = (
  tokenId: string,
  { type, id, name }: TokenSubject,
  { group, grants }: { readonly group: GrantingGroup; readonly grants: Grants },
): BearerActor =>
  made<BearerActor>({
    ...{ kind: 'bearer', type, id, name, group, grants, isFixed: false },
    via: { type: 'token', id: tokenId },
  });

export const holderActor = (
  tokenId: string,
  { type, id, name }: TokenSubject,
  operation: OperationName,
): HolderActor =>
  made<HolderActor>({
    ...{ kind: 'holder', type, id, name, group: null, isFixed: true },
    via: { type: 'token', id: tokenId },
    grants: grantsOf([operation]),
  });

/** A process of the product itself, allowed exactly the operations it was started for. */
export const systemActor = (id: string, operations: readonly OperationName[]): ProcessActor =>
  ofProcess('system', { id, name: `keyward ${id}` }, operations);

/** An identity provider, on whose word people are let in. */
export const providerActor = (
  provider: Named,
  operations: readonly OperationName[],
): ProcessActor => ofProcess('system', provider, operations);

/** A person for whom a process acts before they are signed in, or without. */
export const personActor = (person: Named, operations: readonly OperationName[]): ProcessActor =>
  ofProcess('person', person, operations);

const ofProcess = (
  type: ProcessActor['type'],
  { id, name }: Named,
  operations: readonly OperationName[],
): ProcessActor =>
  made<ProcessActor>({
    ...{ kind: 'process', type, id, name, group: null, isFixed: true },
    via: { type: 'process', id: null },
    grants: grantsOf(operations),
  });

/** The service account of a trust rule, on the word of its issuer; its group gives the right. */
export const workloadActor = (
  ruleId: string | null,
  { id, name }: Named,
  grants: ReadonlyMap<OperationName, GrantingGroup>,
): WorkloadActor =>
  made<WorkloadActor>({
    ...{ kind: 'workload', type: 'service', id, name, group: null, grants, isFixed: true },
    via: { type: 'trustRule', id: ruleId },
  });

const NO_ROLES: Roles = { memberOf: new Map(), leadOf: new Map() };

/** Only who is signed in has roles; see `BearerActor`. */
export const rolesOf = (actor: Actor): Roles => (actor.kind === 'session' ? actor : NO_ROLES);

/** Whether a scope gives them the operation of this name, which may be one of another version. */
export const isGranted = ({ grants }: { readonly grants: Grants }, operation: string): boolean =>
  isOperationName(operation) && grants.has(operation);

/** Whether `now` holds every right that `before` held, and through the same groups. */
export const holdsAllOf = (now: Actor, before: Actor): boolean =>
  holdsEach(now.grants, before.grants) &&
  holdsEach(rolesOf(now).memberOf, rolesOf(before).memberOf) &&
  holdsEach(rolesOf(now).leadOf, rolesOf(before).leadOf);

const holdsEach = <Right extends string>(
  now: ReadonlyMap<Right, GrantingGroup | null>,
  before: ReadonlyMap<Right, GrantingGroup | null>,
): boolean => [...before].every(([right, group]) => now.get(right)?.id === group?.id);
