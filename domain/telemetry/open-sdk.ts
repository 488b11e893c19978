import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api';
import {
  getBooleanFromEnv,
  getNumberFromEnv,
  getStringFromEnv,
  setGlobalErrorHandler,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type Sampler,
  SamplingDecision,
} from '@opentelemetry/sdk-trace-node';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { cleaning } from './clean-spans';
import { producerOf } from './prometheus-producer';
import type { TelemetryOptions } from './telemetry';

const METRIC_INTERVAL_MS = 60_000;
const METRIC_TIMEOUT_MS = 30_000;
const WARN_EVERY_MS = 60_000;

/** What the collector is, the SDK reads from its `OTEL_…` variables; here is what it doesn't, and what is usual with us. */
export function openSdk(options: TelemetryOptions): { close(): Promise<void> } {
  if (getBooleanFromEnv('OTEL_SDK_DISABLED')) return { close: async () => undefined };
  tellProblems(options);
  const resource = resourceOf(options);
  const parts = [
    ...(isWanted('OTEL_TRACES_EXPORTER') ? [openTraces(resource, options)] : []),
    ...(isWanted('OTEL_METRICS_EXPORTER') ? [openMetrics(resource, options)] : []),
  ];
  return {
    async close() {
      await Promise.all(parts.map((part) => part.shutdown()));
      // Whoever starts in this process later begins anew.
      for (const api of [trace, context, propagation, diag]) api.disable();
    },
  };
}

const isWanted = (variable: string) => getStringFromEnv(variable)?.trim() !== 'none';

/** `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` have the last word. */
function resourceOf({ role, instance, version }: TelemetryOptions): Resource {
  const own = {
    'service.name': `keyward-${role}`,
    'service.version': version,
    'service.instance.id': instance,
    'keyward.role': role,
  };
  return resourceFromAttributes(own).merge(detectResources({ detectors: [envDetector] }));
}

/** Draws by itself: by its id, whoever chooses that of the trace would choose whether it is sampled. */
const drawing = (share: number): Sampler => ({
  shouldSample: () => ({
    decision:
      Math.random() < share ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
  }),
  toString: () => `Drawing{${share}}`,
});

function openTraces(resource: Resource, { usualShare, isNested }: TelemetryOptions) {
  const isSaid = getStringFromEnv('OTEL_TRACES_SAMPLER') !== undefined;
  const provider = new NodeTracerProvider({
    resource,
    ...(usualShare !== undefined && !isSaid && { sampler: drawing(usualShare) }),
    spanProcessors: [new BatchSpanProcessor(cleaning(new OTLPTraceExporter()))],
  });
  provider.register({
    propagator: new W3CTraceContextPropagator(),
    ...(!isNested && { contextManager: null }),
  });
  return provider;
}

function openMetrics(resource: Resource, { readMetrics = ofAnyProcess() }: TelemetryOptions) {
  const exportIntervalMillis = positive('OTEL_METRIC_EXPORT_INTERVAL') ?? METRIC_INTERVAL_MS;
  const exportTimeoutMillis = positive('OTEL_METRIC_EXPORT_TIMEOUT') ?? METRIC_TIMEOUT_MS;
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(exportTimeoutMillis, exportIntervalMillis),
    metricProducers: [producerOf(readMetrics)],
  });
  return new MeterProvider({ resource, readers: [reader] });
}

function positive(variable: string): number | undefined {
  const value = getNumberFromEnv(variable);
  return value !== undefined && value > 0 ? value : undefined;
}

function ofAnyProcess(): NonNullable<TelemetryOptions['readMetrics']> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return () => register.getMetricsAsJSON();
}

/** A collector that is away is no trouble of the product's: one line a minute, and nothing waits for it. */
function tellProblems({ warn }: TelemetryOptions): void {
  let nextAtMs = 0;
  const tell = (what: string) => {
    if (performance.now() < nextAtMs) return;
    nextAtMs = performance.now() + WARN_EVERY_MS;
    warn(withholdSecrets(what).split('\n', 1)[0]?.slice(0, 300) ?? '');
  };
  setGlobalErrorHandler((error) => {
    tell(`traces or metrics could not be sent to the collector: ${reasonOf(error)}`);
  });
  const silent = () => undefined;
  const told = (message: string) => tell(`OpenTelemetry: ${message}`);
  const logger = { error: told, warn: told, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/** Its status or its system's word for it; an answer's body and what was sent stay out. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && error.code !== undefined) return String(error.code);
  return 'message' in error ? String(error.message) : 'no reason is told';
}
