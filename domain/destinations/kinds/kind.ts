/** One request that writes, as the dry run tells it. */
export interface PlannedWrite {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  /** What it writes, and what it leaves alone. */
  readonly writes: string;
}

/** What is brought to a destination. */
export interface Parcel {
  /** What the secret is called there. */
  readonly secretName: string;
  readonly secret: string;
  /** The same at every try of one delivery, and of no other. */
  readonly deliveryId: string;
  /** What a receiver is told besides. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Delivered {
  /** Whether the destination was asked afterwards, and has it. */
  readonly confirmed: boolean;
  readonly said: string;
}

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** undefined where the body is not JSON. */
  readonly json: unknown;
}

/** The way to a destination, with what signs in there. */
export interface Asking {
  readonly credential: string;
  /** The clock of the database. */
  readonly at: Date;
  /** @throws {DestinationProblem} where nothing comes back */
  fetch(url: string, asked: Asked): Promise<Answer>;
  /** Says what an answer means that is not the hoped for. @throws {DestinationProblem} */
  refuse(what: string, answer: Answer): never;
}

/** How secrets get to one kind of place. */
export interface DestinationKind<Config> {
  /** What it is, and the place there, without its fields' names. */
  where(config: Config): string;
  /** Why no secret can be called that there; null where it can. */
  nameProblem(secretName: string): string | null;
  /** What a test asks, and what only a delivery shows; for people. */
  readonly tested: string;
  /** Each request that a delivery may write with, as it depends on what is there. */
  dryRun(config: Config, secretName: string): readonly PlannedWrite[];
  /** Signs in and asks; stores nothing there. @returns what was found */
  test(config: Config, asking: Asking): Promise<string>;
  /** Writes, and reads back where that is possible. Doing it twice is as good as once. */
  deliver(config: Config, parcel: Parcel, asking: Asking): Promise<Delivered>;
}
