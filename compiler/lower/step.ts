/** One step of a plan. */
import { parseDuration } from '../base/duration.ts';
import { isDynamics } from '../base/music.ts';
import { probeVariables } from '../base/variables.ts';
import type { PlanStep } from '../generated/types/plan.ts';
import type { Step } from '../model/analysis.ts';
import type { BeatNode } from '../model/bound.ts';
import type { Lowering } from './lowering.ts';

export function lowerStep(step: Step, lowering: Lowering): PlanStep {
  const { value, path } = step.beat;
  const fill = (text: string): string => fillIn(text, step.binding);
  const { retry } = value;
  return {
    id: step.id,
    beat: value.id,
    title: fill(value.title ?? value.id),
    purpose: value.purpose,
    activity: value.activity,
    binding: step.binding,
    does: actionOf(step.beat, fill, lowering),
    with: value.with,
    needs: [...step.needs],
    when: value.when === undefined ? undefined : lowering.condition(value.when, [...path, 'when']),
    from: isDynamics(value.from) ? value.from : 'p',
    timeoutMs: parseDuration(value.timeout),
    retry: retry && { attempts: retry.attempts, backoffMs: parseDuration(retry.backoff) },
    idempotent: value.idempotent ?? false,
    effects: value.effects ?? 'local',
    rollback: value.rollback === undefined ? undefined : target(value.rollback, lowering),
    emits: value.emits ?? [],
    awaits: value.awaits ?? [],
    measures: value.measures ?? [],
    evidence: value.evidence ?? [],
    consumes: value.consumes,
    produces: value.produces,
    acceptance: value.acceptance,
    spec: value.spec,
    test: value.test,
    source: lowering.source(path),
  };
}

/** `{name}` stands for the value of `each`; an argument stays one argument whatever the value holds. */
function fillIn(text: string, binding: Step['binding']): string {
  return binding ? text.replaceAll(`{${binding.name}}`, () => binding.value) : text;
}

function target(text: string, { lookup }: Lowering): { module: string; export: string } {
  const cut = text.indexOf('#');
  if (cut !== -1) return { module: text.slice(0, cut), export: text.slice(cut + 1) };
  const exporters = lookup.exporters(text);
  return { module: exporters.length === 1 ? exporters[0]!.alias : '', export: text };
}

function actionOf({ value, path }: BeatNode, fill: (text: string) => string, lowering: Lowering): PlanStep['does'] {
  if (value.run) return { type: 'run', argv: value.run.map(fill) as [string, ...string[]] };
  if (value.perform !== undefined) return { type: 'perform', symphony: value.perform };
  if (value.approve) return { type: 'approve', by: value.approve.by, question: value.approve.question };
  if (value.probe) {
    const { http, file, run, expect } = value.probe;
    const look = http !== undefined ? 'http' : file !== undefined ? 'file' : 'run';
    const at = [http ?? file ?? run ?? []].flat().map(fill);
    const variables = Object.fromEntries(Object.entries(probeVariables[look]).map(([name, type]) => [name, { type }]));
    return { type: 'probe', look, at, expect: lowering.condition(expect, [...path, 'probe', 'expect'], variables) };
  }
  return { type: 'handler', ...target(value.handler ?? '', lowering) };
}
