/** The front page: does it conform, what does that rest on, what to repair first, and what there is. */
import { isOpen } from '../../../base/open.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { severities } from '../../../model/diagnostic.ts';
import type { SiteContext } from '../context.ts';
import { percent, shares } from '../drawing/meter.ts';
import { drawRadar } from '../drawing/radar.ts';
import { symphonyCards } from '../parts/cards.ts';
import { scoreView, unreadText } from '../parts/scores.ts';
import { breakable, count, counted, firstSentence } from '../parts/text.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';

/** More symphonies than this are only on their own page. */
const cardLimit = 12;

export function renderOverview(context: SiteContext): Artifact {
  const { verdict, title, index } = context;
  const page = {
    path: 'index.html',
    title: 'Overview',
    workspace: title,
    section: 'index',
    template: 'overview',
  } as const;
  const shown = context.symphonies.slice(0, cardLimit);
  const dimensions = verdict.scores.dimensions.map((score) => scoreView(score, 'dimension', context));
  const axes = dimensions.flatMap(({ name, value, percent: label }) =>
    value === null || label === null ? [] : [{ name, value, label }],
  );
  return renderPage(page, {
    title,
    longTitle: title.length > 60,
    description: index.workspace.value.description ?? null,
    conforms: verdict.conforms,
    verdict: verdictOf(context),
    drafts: draftsOf(context),
    unread: unreadText(verdict),
    overall: verdict.scores.overall === null ? null : percent(verdict.scores.overall),
    facts: factsOf(context),
    radar: drawRadar(axes),
    dimensions,
    aspects: verdict.scores.aspects.map((score) => scoreView(score, 'aspect', context)),
    repairs: repairsOf(context),
    checks: checksOf(context),
    files: filesOf(context),
    cards: symphonyCards(shown, ''),
    moreSymphonies: context.symphonies.length > shown.length ? count(context.symphonies.length) : null,
    tool: verdict.tool,
    ruleset: verdict.ruleset,
    asOf: verdict.asOf ?? null,
  });
}

/** By which severity it fails, or what it was held against. */
function verdictOf({ verdict, fails }: SiteContext) {
  const open = verdict.diagnostics.filter(isOpen);
  const counts = severities.map((severity) => {
    const found = open.filter((one) => one.severity === severity);
    return { severity, count: found.length, fails: found.some(fails) };
  });
  return {
    failOn: verdict.failOn,
    andAbove: verdict.failOn !== 'critical',
    failing: counts.filter((one) => one.fails),
    other: counts.filter((one) => !one.fails && one.count > 0),
    checks: count(verdict.summary.checks.made),
    files: counted(verdict.files.seen, 'file'),
  };
}

/** Who the drafts are, and how many checks wait for that. Null when no check does. */
function draftsOf({ verdict, symphonies }: SiteContext) {
  const waiting = verdict.summary.checks.notEvaluated;
  if (waiting === 0) return null;
  const drafts = symphonies.filter(({ summary }) => summary.status === 'draft').length;
  const all = counted(symphonies.length, 'symphony', 'symphonies');
  return {
    who:
      drafts === symphonies.length && drafts > 1
        ? `All ${all} are drafts.`
        : `${drafts} of ${all} ${drafts === 1 ? 'is a draft' : 'are drafts'}.`,
    checks: counted(waiting, 'check'),
  };
}

function factsOf({ verdict, index, symphonies }: SiteContext) {
  const movements = symphonies.reduce((sum, { summary }) => sum + summary.movementCount, 0);
  const beats = symphonies.reduce((sum, entry) => sum + entry.beats, 0);
  return [
    { label: 'Symphonies', value: count(symphonies.length), href: 'symphonies.html' },
    { label: 'Movements', value: count(movements), href: null },
    { label: 'Beats', value: count(beats), href: null },
    { label: 'Domains', value: count(index.domains.length), href: 'domains.html' },
    { label: 'Policies', value: count(index.policies.length), href: 'policies.html' },
    { label: 'Metrics', value: count(index.metrics.length), href: 'metrics.html' },
    { label: 'Rules', value: count(verdict.rules.length), href: 'codes.html' },
  ];
}

/** The rules that take most from the scores. */
function repairsOf({ verdict, codes, byCode }: SiteContext) {
  const docs = new Map(codes.map((code) => [code.code, code]));
  const weighed = verdict.rules
    .filter((rule) => rule.violations > 0 && rule.weight > 0)
    .sort((a, b) => b.weight * b.violations - a.weight * a.violations)
    .slice(0, 5);
  return weighed.map(({ code, weight, violations, state }) => ({
    code: breakable(code),
    href: codePage(code),
    severity: docs.get(code)?.severity ?? null,
    summary: docs.has(code) ? firstSentence(docs.get(code)!.doc) : null,
    violations: count(violations),
    lost: count(weight * violations),
    state: state ?? (byCode.has(code) ? null : 'follows from other codes'),
    fixable: byCode.get(code)?.some((one) => one.fix?.safe) ?? false,
  }));
}

/** Made = passed + failed + waived + not evaluated. */
function checksOf({ verdict }: SiteContext) {
  const { made, passed, failed, waived, notEvaluated } = verdict.summary.checks;
  const parts = [
    { tone: 'failed', label: 'failed', count: failed },
    { tone: 'passed', label: 'passed', count: passed },
    ...(waived === 0 ? [] : [{ tone: 'waived', label: 'waived', count: waived }]),
    { tone: 'unevaluated', label: 'not evaluated', count: notEvaluated },
  ];
  return { made: counted(made, 'check'), bar: shares(parts), parts: parts.map(countText) };
}

/** Seen = compiled + skipped, with the reasons. */
function filesOf({ verdict }: SiteContext) {
  const { seen, compiled, skipped } = verdict.files;
  const parts = [
    { tone: 'compiled', label: 'compiled', count: compiled },
    { tone: 'skipped', label: 'skipped', count: skipped.length },
  ];
  return {
    seen: counted(seen, 'file'),
    bar: shares(parts),
    parts: parts.map(countText),
    skipped: skipped.map(({ file, reason }) => ({ file: breakable(file), reason })),
    documents: Object.entries(verdict.summary.documents).map(([kind, number]) => nameCount(kind, number)),
  };
}

const countText = <T extends { readonly count: number }>(part: T) => ({ ...part, count: count(part.count) });

/** `4 symphonies`: kinds are nouns that end in a consonant or in y. */
const nameCount = (kind: string, number: number): string =>
  counted(number, kind.toLowerCase(), `${kind.toLowerCase().replace(/y$/, 'ie')}s`);
