import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** Where traces and metrics are sent; its other `OTEL_…` variables the SDK reads itself. */
export interface TelemetrySettings {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly protocol: string | undefined;
}

export interface TelemetryOptions {
  readonly settings: TelemetrySettings;
  /** `dashboard`, `verifier` or `worker`: what is sent is told apart by it. */
  readonly role: string;
  /** This process among those of its role. */
  readonly instance: string;
  readonly version: string;
  /** The share of traces that is kept where `OTEL_TRACES_SAMPLER` says nothing; all where left out. */
  readonly usualShare?: number;
  /** Whether spans find their parents by themselves, which costs every promise a little. */
  readonly isNested: boolean;
  /** What Prometheus would be told; unsaid: what is known of every process. */
  readonly readMetrics?: () => Promise<MetricObjectWithValues<MetricValue<string>>[]>;
  /** Told, now and then, that nothing can be sent, and why. */
  warn(message: string): void;
}

export interface Telemetry {
  /** Sends what is left, for a second at most. */
  close(): Promise<void>;
}

const CLOSE_MS = 1_000;

/** Starts sending, where there is somewhere to send to; without it the SDK is not even loaded. */
export async function startTelemetry(
  options: Omit<TelemetryOptions, 'settings'> & {
    readonly settings: TelemetrySettings | undefined;
  },
): Promise<Telemetry | null> {
  const { settings } = options;
  if (settings === undefined) return null;
  const { openSdk } = await import('./open-sdk');
  const sdk = openSdk({ ...options, settings });
  return {
    async close() {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      // What can't be sent now never is; that is told where it happens.
      await Promise.race([sdk.close().catch(() => undefined), late]);
    },
  };
}
