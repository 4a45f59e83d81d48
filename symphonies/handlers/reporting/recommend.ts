/** What to do next, and what it would bring. */
import type { BeatAnalysis, HandlerAnalysis, MovementAnalysis } from './analysis.ts';
import type { Conformity } from './model.ts';

export type Bottleneck = {
  readonly subject: string;
  readonly why: string;
  /** Share of the time of its symphony that it takes. */
  readonly impact: number;
};

export type Gap = {
  readonly subject: string;
  readonly why: string;
  readonly code: string | null;
  /** How much of a score it costs. */
  readonly impact: number;
};

export type Suggestion = {
  readonly title: string;
  readonly step: string;
  readonly subject: string;
  readonly impact: number;
  /** 1 is little work, 3 is much. */
  readonly effort: 1 | 2 | 3;
};

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const ms = (value: number): string => `${Math.round(value)} ms`;

/** The beats that keep everything else waiting, and the movements that come near their budgets. */
export function bottlenecks(beats: readonly BeatAnalysis[], movements: readonly MovementAnalysis[]): Bottleneck[] {
  const totals = new Map<string, number>();
  for (const { symphony, lastMs } of movements) totals.set(symphony, (totals.get(symphony) ?? 0) + lastMs);
  const shareOf = (symphony: string, time: number): number =>
    Math.min(1, time / Math.max(1, totals.get(symphony) ?? 0));
  return [
    ...beats.flatMap(({ symphony, movement, step, lastMs, medianMs, share, retries, marks }) => {
      const reasons = [
        ...(marks.includes('long') ? [`it takes ${percent(share)} of its movement`] : []),
        ...(marks.includes('growing') ? [`it took ${ms(lastMs)}, usually it takes ${ms(medianMs)}`] : []),
        ...(marks.includes('uneven') ? ['its time varies a lot'] : []),
        ...(retries > 0 ? [`it was tried again ${retries} times`] : []),
      ];
      if (reasons.length === 0) return [];
      const subject = `${symphony}/${movement}/${step}`;
      return [{ subject, why: reasons.join('; '), impact: shareOf(symphony, lastMs) }];
    }),
    ...movements.flatMap(({ symphony, movement, used, lastMs }) =>
      used === null || used < 0.8
        ? []
        : [
            {
              subject: `${symphony}/${movement}`,
              why: `it took ${percent(used)} of its budget`,
              impact: shareOf(symphony, lastMs),
            },
          ],
    ),
  ];
}

/** What keeps a score from its goal or from the next band, and handlers that do not do their work. */
export function gaps(conformity: Conformity, handlers: HandlerAnalysis): Gap[] {
  const short = conformity.aspects.flatMap(({ name, score, goal, next }) => {
    if (score === null || goal === null || score >= goal) return [];
    const why = `the aspect ${name} scores ${score}; its goal is ${goal}`;
    return [{ subject: name, why, code: next[0]?.code ?? null, impact: goal - score }];
  });
  const bands = conformity.dimensions.flatMap(({ name, score, band, next }) =>
    next.map(({ code, gain }) => ({
      subject: name,
      why: `${code} keeps the dimension ${name}, ${score} (${band}), from the next band`,
      code,
      impact: gain,
    })),
  );
  const lacking = unwritten(handlers);
  return [...short, ...bands, ...lacking];
}

/** One gap for each module whose handlers are missing; the more of all beats call it, the more it costs. */
function unwritten({ lacking, called }: HandlerAnalysis): Gap[] {
  const modules = [...new Set(lacking.map(({ handler }) => handler.split('#')[0]!))];
  return modules.map((module) => {
    const own = lacking.filter(({ handler }) => handler.startsWith(`${module}#`));
    const waiting = new Set(own.flatMap(({ dependents }) => dependents)).size;
    const why = `${own.length} beats call handlers of \`${module}\` that are not there, and ${waiting} more wait for them`;
    return { subject: `handlers/${module}`, why, code: null, impact: own.length / Math.max(1, called) };
  });
}

/** Steps that somebody can take. */
export function suggestions(slow: readonly Bottleneck[], open: readonly Gap[]): Suggestion[] {
  return [
    ...slow.map(
      ({ subject, why, impact }): Suggestion => ({
        title: `Make ${subject} faster or steadier: ${why}`,
        step: `look at it with \`symphonyc show\` of its last run; then split it, let it run beside others with \`needs\`, or raise its budget`,
        subject,
        impact,
        effort: 3,
      }),
    ),
    ...open.map(
      ({ subject, why, code, impact }): Suggestion => ({
        title: `Close the gap in ${subject}: ${why}`,
        step:
          code === null
            ? 'write what is missing; `symphonyc check` says where'
            : `read \`symphonyc explain ${code}\`; \`symphonyc fix --code ${code}\` repairs what it can`,
        subject,
        impact,
        effort: code === null ? 2 : 1,
      }),
    ),
  ];
}

/** What helps most for its effort comes first. */
export const ranked = (all: readonly Suggestion[]): Suggestion[] =>
  [...all].sort((a, b) => b.impact / b.effort - a.impact / a.effort || (a.subject < b.subject ? -1 : 1));
