/** The codes, and what became of each here. */
import type { RuleInfo } from '../../../diagnostics/define.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { type Diagnostic, dimensions, severities } from '../../../model/diagnostic.ts';
import type { RuleTally } from '../../../model/verdict.ts';
import type { SiteContext } from '../context.ts';
import { groupBy } from '../parts/group.ts';
import { breakable, count, counted, firstSentence } from '../parts/text.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';

export function renderCodes(context: SiteContext): Artifact {
  const { codes, verdict, title } = context;
  const page = {
    path: 'codes.html',
    title: 'Codes',
    workspace: title,
    section: 'codes',
    template: 'codes',
    script: true,
  } as const;
  const tallies = new Map(verdict.rules.map((rule) => [rule.code, rule]));
  const byDimension = groupBy(
    [...codes].sort((a, b) => (a.code < b.code ? -1 : 1)),
    (code) => code.dimension,
  );
  const present = (['input', ...dimensions] as const).filter((dimension) => byDimension.has(dimension));
  return renderPage(page, {
    total: count(codes.length),
    severities: [...severities],
    shown: `${count(codes.length)} shown`,
    groups: present.map((dimension) => ({
      dimension,
      codes: byDimension.get(dimension)!.map((code) => ({
        code: breakable(code.code),
        href: codePage(code.code),
        severity: code.severity,
        summary: firstSentence(code.doc),
        outcome: outcomeOf(code, tallies.get(code.code), context.byCode.get(code.code) ?? []),
      })),
    })),
  });
}

/** A rule that passed is told apart from one that had nothing to look at. */
export function outcomeOf(code: RuleInfo, tally: RuleTally | undefined, found: readonly Diagnostic[]) {
  if (tally?.state === 'disabled') return { tone: 'attention', text: 'switched off; counts as violated' };
  if (tally?.state === 'crashed') return { tone: 'critical', text: 'crashed; counts as violated' };
  const put = tally && tally.notEvaluated > 0 ? `${count(tally.notEvaluated)} put off by drafts` : '';
  if (tally && tally.violations > 0)
    return {
      tone: 'critical',
      text: `${count(tally.violations)} of ${counted(tally.checks, 'check')} failed${put && `, ${put}`}`,
    };
  if (put !== '') return { tone: 'none', text: put };
  if (found.length > 0) return { tone: 'critical', text: `${count(found.length)} found` };
  if (!tally) return { tone: 'good', text: code.dimension === 'input' ? 'none found' : 'nothing to check' };
  if (tally.checks === 0) return { tone: 'none', text: 'nothing to check' };
  return { tone: 'good', text: `passed ${counted(tally.checks, 'check')}` };
}
