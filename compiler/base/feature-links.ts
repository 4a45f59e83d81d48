/** What the `spec` of a beat leads to. */
import type { BeatNode, BoundDocument } from '../model/bound.ts';
import type { FeatureSummary, Scenario } from '../model/linked.ts';
import { linkOf } from './links.ts';

interface FeatureLink {
  /** Folded; empty when it names no file. */
  readonly path: string;
  readonly name: string | undefined;
  readonly cut: number;
  readonly text: string;
  readonly feature: FeatureSummary | undefined;
}

/** Undefined for a path that is not portable: a rule of its own reports that. */
export function featureLink({ value: { spec = '' } }: BeatNode, { lookup }: BoundDocument): FeatureLink | undefined {
  const { path, name, cut } = linkOf(spec);
  return path === undefined
    ? undefined
    : { path, name, cut, text: spec, feature: path ? lookup.feature(path) : undefined };
}

/** The feature when its scenarios are known; what prevents that is reported by rules of their own. */
export const readFeatureOf = ({ feature }: FeatureLink): FeatureSummary | undefined =>
  feature?.exists && feature.error === undefined ? feature : undefined;

/** Those of the name; all of them when the link names none. */
export const scenariosOf = (feature: FeatureSummary, name: string | undefined): readonly Scenario[] =>
  name === undefined ? feature.scenarios : (scenariosByName(feature).get(name) ?? []);

const names = new WeakMap<FeatureSummary, readonly string[]>();

/** One and the same list whoever asks. */
export function scenarioNames(feature: FeatureSummary): readonly string[] {
  const known = names.get(feature) ?? [...scenariosByName(feature).keys()].filter((name) => name !== '');
  names.set(feature, known);
  return known;
}

const byName = new WeakMap<FeatureSummary, ReadonlyMap<string, readonly Scenario[]>>();

/** In the order of the file. */
function scenariosByName(feature: FeatureSummary): ReadonlyMap<string, readonly Scenario[]> {
  const known = byName.get(feature);
  if (known) return known;
  const named = new Map<string, Scenario[]>();
  for (const scenario of feature.scenarios) {
    const alike = named.get(scenario.name);
    if (alike) alike.push(scenario);
    else named.set(scenario.name, [scenario]);
  }
  byName.set(feature, named);
  return named;
}
