/** The codes, what became of each here, and a page for each with its documentation and its places. */
import type { RuleInfo } from '../../../diagnostics/define.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { type Diagnostic, dimensions } from '../../../model/diagnostic.ts';
import type { RuleTally } from '../../../model/verdict.ts';
import type { SiteContext } from '../context.ts';
import { listing } from '../parts/code-frame.ts';
import { groupBy } from '../parts/group.ts';
import { count, firstSentence, inlineCode, markdown } from '../parts/text.ts';
import { violationView } from '../parts/violations.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';
import { placeView } from './violations.ts';

/** Places shown with their lines; further ones are listed. */
const frameLimit = 200;

const fixes = { safe: 'fixed by symphonyc fix', unsafe: 'fixed by symphonyc fix --unsafe' } as const;

export function renderCodes(context: SiteContext): Artifact[] {
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
  const overview = renderPage(page, {
    total: count(codes.length),
    groups: (['input', ...dimensions] as const)
      .filter((dimension) => byDimension.has(dimension))
      .map((dimension) => ({
        dimension,
        codes: byDimension.get(dimension)!.map((code) => ({
          ...headOf(code, ''),
          summary: firstSentence(code.doc),
          outcome: outcomeOf(tallies.get(code.code), context.byCode.get(code.code) ?? []),
        })),
      })),
  });
  return [overview, ...codes.map((code) => renderCode(code, tallies.get(code.code), context))];
}

function headOf(code: RuleInfo, root: string) {
  return {
    code: code.code,
    href: `${root}${codePage(code.code)}`,
    severity: code.severity,
    dimension: code.dimension,
    aspect: code.aspect,
    fix: code.fixable ? fixes[code.fixable] : null,
  };
}

/** A rule that passed is told apart from one that had nothing to look at. */
function outcomeOf(tally: RuleTally | undefined, found: readonly Diagnostic[]): { tone: string; text: string } {
  if (tally?.state === 'disabled') return { tone: 'attention', text: 'switched off; counts as violated' };
  if (tally?.state === 'crashed') return { tone: 'critical', text: 'crashed; counts as violated' };
  if (found.length > 0 && found.every((one) => one.severity === 'info'))
    return { tone: 'none', text: `${count(found.length)} as information` };
  if (found.length > 0) {
    const among = tally && tally.checks > 0 ? ` in ${count(tally.checks)} checks` : '';
    return { tone: 'critical', text: `${count(found.length)} found${among}` };
  }
  if (!tally) return { tone: 'good', text: 'none found' };
  if (tally.checks === 0) return { tone: 'none', text: 'nothing to check' };
  return { tone: 'good', text: `passed ${count(tally.checks)} ${tally.checks === 1 ? 'check' : 'checks'}` };
}

function renderCode(code: SiteContext['codes'][number], tally: RuleTally | undefined, context: SiteContext): Artifact {
  const root = '../';
  const page = {
    path: codePage(code.code),
    title: code.code,
    workspace: context.title,
    section: 'codes',
    template: 'code',
  } as const;
  const found = context.byCode.get(code.code) ?? [];
  return renderPage(page, {
    root,
    ...headOf(code, root),
    doc: markdown(code.doc),
    help: code.help === undefined ? null : inlineCode(code.help),
    draftable: code.draftable === true,
    outcome: outcomeOf(tally, found),
    weight: tally?.weight ?? null,
    total: found.length === 1 ? '1 place' : `${count(found.length)} places`,
    places: found.slice(0, frameLimit).map((one) => placeView(one, context, root)),
    rest: found.slice(frameLimit).map((one) => violationView(one, root)),
    examples: code.examples.map(exampleView),
  });
}

function exampleView({ title, files, expect }: SiteContext['codes'][number]['examples'][number]) {
  return {
    title: inlineCode(title),
    fails: expect.length > 0,
    files: Object.entries(files).map(([name, text]) => {
      const marked = expect.filter((one) => one.file === name).map((one) => one.line);
      return { name, code: listing(text, marked) };
    }),
  };
}
