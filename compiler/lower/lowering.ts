/** What the parts of a plan are lowered with. */
import { parseDuration } from '../base/duration.ts';
import { namesIn } from '../base/expression-nodes.ts';
import { metricType } from '../base/variables.ts';
import type { PlanCondition, PlanSource } from '../generated/types/plan.ts';
import type { BoundDocument, SymphonyNode } from '../model/bound.ts';
import type { Path } from '../model/document.ts';
import type { Lookup, MetricSummary } from '../model/index.ts';

type Variables = PlanCondition['variables'];

export interface Lowering {
  readonly lookup: Lookup;
  source(path: Path): PlanSource;
  condition(text: string, path: Path, extra?: Variables): PlanCondition;
}

/** A condition gets the types of the metrics that it names, and of the inputs. */
export function loweringOf(bound: BoundDocument, symphony: SymphonyNode): Lowering {
  const source = (path: Path): PlanSource => {
    const { file, range } = bound.place(path);
    return { file, line: range.start.line, column: range.start.column };
  };
  const hasInputs = Object.keys(symphony.value.inputs ?? {}).length > 0;
  const variableOf = (name: string): Variables[string] | undefined => {
    const metric = bound.lookup.find('Metric', name);
    if (metric && !metric.broken) return metricVariable(metric.value);
    return name === 'inputs' && hasInputs ? { type: 'inputs' } : undefined;
  };
  const condition = (cel: string, path: Path, extra: Variables = {}): PlanCondition => {
    const variables = new Map(Object.entries(extra));
    for (const name of namesIn(cel)) {
      const variable = variables.has(name) ? undefined : variableOf(name);
      if (variable) variables.set(name, variable);
    }
    return { cel, variables: Object.fromEntries(variables), source: source(path) };
  };
  return { lookup: bound.lookup, source, condition };
}

const metricVariable = (metric: MetricSummary['value']): Variables[string] => ({
  type: metricType(metric),
  unit: metric.unit,
  freshnessMs: parseDuration(metric.freshness),
});
