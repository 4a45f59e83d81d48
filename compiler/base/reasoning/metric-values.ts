/** What values a metric has, by its unit. */
import type { Metric } from '../../model/document.ts';
import { metricType } from '../variables.ts';
import { numbers, truthValues, type Values } from './values.ts';

/** Where the values of a unit end. Amounts of money can be negative. */
const unitRanges: Readonly<Partial<Record<Metric['unit'], readonly [number, number]>>> = {
  ratio: [0, 1],
  score: [0, 1],
  percent: [0, 100],
  usd: [-Infinity, Infinity],
};

/** A goal below zero says that the metric is a difference, whatever its unit. */
const isSigned = ({ goal }: Pick<Metric, 'goal'>): boolean =>
  Object.values(goal ?? {}).some((limit) => Number(limit) < 0);

/** The values of a metric. */
export function metricValues(metric: Pick<Metric, 'unit' | 'type' | 'goal'>): Values {
  const type = metricType(metric);
  if (type === 'bool') return truthValues;
  const [low, high] = unitRanges[metric.unit] ?? [isSigned(metric) ? -Infinity : 0, Infinity];
  return numbers(low, high, type === 'int');
}
