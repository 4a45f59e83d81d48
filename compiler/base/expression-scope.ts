/** What an expression in a document can name: variables and structures by what it is about. */
import type { StructureTypes, VariableTypes } from '../../runtime/core/cel.ts';
import type { BoundDocument, ExpressionSite } from '../model/bound.ts';
import type { MetricSummary } from '../model/index.ts';
import { namesIn } from './expression-nodes.ts';
import { assertStructures, assertVariables, inputStructure, metricType, probeVariables } from './variables.ts';

export interface ExpressionScope {
  readonly variables: VariableTypes;
  readonly structures: StructureTypes;
  /** The metrics among the variables. */
  readonly metrics: ReadonlyMap<string, MetricSummary['value']>;
  /** What else a name could be that is no variable here. */
  candidates(): readonly string[];
  /** True when it names something that may be a metric whose document cannot be read. */
  readonly unread?: boolean;
}

const noStructures: StructureTypes = {};
const noMetrics: ExpressionScope['metrics'] = new Map();

const known = new WeakMap<ExpressionSite, ExpressionScope>();

/** The scope of the expression at `site`, found once. Of metrics it holds those that the expression names. */
export function scopeOf(site: ExpressionSite, bound: BoundDocument): ExpressionScope {
  const scope = known.get(site) ?? findScope(site, bound);
  known.set(site, scope);
  return scope;
}

function findScope(site: ExpressionSite, bound: BoundDocument): ExpressionScope {
  const fixed = fixedScope(site);
  if (fixed) return { ...fixed, metrics: noMetrics, candidates: () => Object.keys(fixed.variables) };
  const named = namesIn(site.text);
  const metrics = named
    .map((name) => bound.lookup.find('Metric', name))
    .filter((metric): metric is MetricSummary => metric !== undefined);
  const sound = metrics.filter((metric) => !metric.broken);
  const types = Object.fromEntries(sound.map((metric) => [metric.id, metricType(metric.value)]));
  const inputs = site.scope === 'inputs' && bound.symphony ? inputStructure(bound.symphony.value) : undefined;
  const isKnown = (name: string): boolean =>
    (inputs && name === 'inputs') || metrics.some((metric) => metric.id === name);
  return {
    variables: inputs ? { ...types, inputs: 'inputs' } : types,
    structures: inputs ?? noStructures,
    metrics: new Map(sound.map((metric) => [metric.id, metric.value])),
    unread:
      metrics.some((metric) => metric.broken) ||
      (named.some((name) => !isKnown(name)) && bound.lookup.unread('Metric', 'id')),
    candidates: () => (inputs ? withInputs(bound.lookup.names('Metric')) : bound.lookup.names('Metric')),
  };
}

const longer = new WeakMap<readonly string[], readonly string[]>();

/** One and the same list for the same names. */
function withInputs(names: readonly string[]): readonly string[] {
  const known = longer.get(names) ?? [...names, 'inputs'];
  longer.set(names, known);
  return known;
}

function fixedScope({ scope, over }: ExpressionSite): Pick<ExpressionScope, 'variables' | 'structures'> | undefined {
  if (scope === 'assert') {
    return { variables: assertVariables[over as keyof typeof assertVariables], structures: assertStructures };
  }
  if (scope !== 'probe') return undefined;
  return { variables: probeVariables[over as keyof typeof probeVariables], structures: noStructures };
}
