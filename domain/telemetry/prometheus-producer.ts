import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { hrTime } from '@opentelemetry/core';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type HistogramMetricData,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { TRACER } from './traced';

type Read = () => Promise<MetricObjectWithValues<MetricValue<string>>[]>;
type Value = MetricValue<string> & { readonly metricName?: string };

/**
 * Hands what Prometheus is told to OpenTelemetry, under the same names and with the same labels, so that
 * nothing is counted twice. Summaries, of which there are none, are left out.
 */
export function producerOf(read: Read): MetricProducer {
  const startTime = hrTime(performance.timeOrigin);
  return {
    async collect() {
      const metrics = (await read())
        .map((metric) => toMetricData(metric, { startTime, endTime: hrTime() }))
        .filter((metric) => metric !== null);
      return {
        resourceMetrics: {
          resource: emptyResource(),
          scopeMetrics: [{ scope: { name: TRACER }, metrics }],
        },
        errors: [],
      };
    },
  };
}

interface Times {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

function toMetricData(
  { name, help, type, values }: MetricObjectWithValues<MetricValue<string>>,
  times: Times,
): MetricData | null {
  const base = {
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  // By the library's types an enum, in what it answers a word.
  const kind = String(type);
  const dataPoints = () =>
    values.map(({ labels, value }) => ({ ...times, attributes: attributesOf(labels), value }));
  if (kind === 'counter') {
    return {
      ...base,
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: dataPoints(),
    };
  }
  if (kind === 'gauge') {
    return { ...base, dataPointType: DataPointType.GAUGE, dataPoints: dataPoints() };
  }
  if (kind !== 'histogram') return null;
  const histograms = [...bySeries(values)].map((series) => histogramOf(series, times));
  return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms };
}

/** The lines of a histogram that have the same labels, but for the bound of their bucket. */
function bySeries(values: readonly Value[]): Iterable<readonly Value[]> {
  const series = new Map<string, Value[]>();
  for (const value of values) {
    const { le: _, ...labels } = value.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    const known = series.get(key);
    if (known) known.push(value);
    else series.set(key, [value]);
  }
  return series.values();
}

/** Prometheus counts all up to a bound, OpenTelemetry those between two. */
function histogramOf(
  series: readonly Value[],
  times: Times,
): HistogramMetricData['dataPoints'][number] {
  const buckets = series
    .filter(({ metricName }) => metricName?.endsWith('_bucket'))
    .map(({ labels, value }) => ({ bound: Number(labels.le), upTo: value }))
    .map(({ bound, upTo }) => ({ bound: Number.isNaN(bound) ? Infinity : bound, upTo }))
    .sort((a, b) => a.bound - b.bound);
  const ending = (suffix: string) =>
    series.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  const { le: _, ...labels } = series[0]?.labels ?? {};
  const point: DataPoint<HistogramMetricData['dataPoints'][number]['value']> = {
    ...times,
    attributes: attributesOf(labels),
    value: {
      buckets: {
        boundaries: buckets.map(({ bound }) => bound).filter(Number.isFinite),
        counts: buckets.map(({ upTo }, at) => upTo - (buckets[at - 1]?.upTo ?? 0)),
      },
      sum: ending('_sum'),
      count: ending('_count'),
    },
  };
  return point;
}

const attributesOf = (labels: Partial<Record<string, string | number>>): Attributes => ({
  ...labels,
});
