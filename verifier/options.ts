import type { TelemetrySettings } from '@/domain/telemetry/telemetry';

/** What a verifier is started with; parsed elsewhere, nothing here reads the environment. */
export interface VerifierOptions {
  /** The primary: registry, receipts and decisions are written here. */
  readonly databaseUrl: string;
  /** A read replica for snapshots and the feed; it is followed by polling. */
  readonly replicaDatabaseUrl?: string;
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Unique in the fleet; it names the receipts and the decisions. */
  readonly name: string;
  /** How long cached snapshots answer while Postgres is unreachable; 0 is strict. */
  readonly outageGraceSeconds: number;
  /** CIDRs of the hops whose X-Forwarded-For is believed; loopback where omitted. */
  readonly trustedProxies?: readonly string[];
  /** Absolute path of the directory for decisions on their way to Postgres. */
  readonly journalDir: string;
  readonly journalMaxBytes: number;
  /** Processes that share the port, each with a cache, a journal and a place in the fleet; 1. */
  readonly workers?: number;
  /** Where traces and metrics are sent; unsaid: nowhere. */
  readonly telemetry?: TelemetrySettings | undefined;
  readonly logLevel: string;
  readonly version: string;
}
