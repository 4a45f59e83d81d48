/** A code: what it means, how to repair it, and every place where it was found, with its lines. */
import type { Artifact } from '../../../model/artifact.ts';
import { type Diagnostic, dimensions } from '../../../model/diagnostic.ts';
import type { RuleTally } from '../../../model/verdict.ts';
import type { SiteContext } from '../context.ts';
import { listing } from '../parts/code-frame.ts';
import { breakable, counted, inlineCode, markdown } from '../parts/text.ts';
import { alikeByWeight, placeView } from '../parts/violations.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';
import { outcomeOf } from './codes.ts';

/** More places than this are listed without their lines. */
const frameLimit = 200;

const fixes = { safe: 'edit suggested', unsafe: 'edit suggested, look at it first' } as const;
const root = '../';

export function renderCode(
  code: SiteContext['codes'][number],
  tally: RuleTally | undefined,
  context: SiteContext,
): Artifact {
  const page = {
    path: codePage(code.code),
    title: code.code,
    workspace: context.title,
    section: 'codes',
    template: 'code',
    script: true,
  } as const;
  const found = context.byCode.get(code.code) ?? [];
  const scored = (dimensions as readonly string[]).includes(code.dimension);
  const scoreOf = (axis: 'dimension' | 'aspect', name: string) => ({
    name,
    href: scored ? `${root}scores.html#${axis}-${name}` : null,
  });
  return renderPage(page, {
    root,
    code: code.code,
    name: breakable(code.code),
    severity: code.severity,
    dimension: scoreOf('dimension', code.dimension),
    aspect: scoreOf('aspect', code.aspect),
    fix: code.fixable ? fixes[code.fixable] : null,
    doc: markdown(code.doc),
    help: code.help === undefined ? null : inlineCode(code.help),
    draftable: code.draftable === true,
    outcome: outcomeOf(code, tally, found),
    weight: tally?.weight ?? null,
    total: counted(found.length, 'place'),
    findings: findingsOf(found, context),
    placeless: placelessOf(found, tally),
    examples: code.examples.map(exampleView),
  });
}

/** How many checks failed without a place of their own. */
function placelessOf(found: readonly Diagnostic[], tally: RuleTally | undefined): string | null {
  const more = tally && tally.state === undefined ? tally.violations - found.length : 0;
  return more > 0 ? counted(more, 'check') : null;
}

/** What says the same together, its first place open, the others in a fold. */
function findingsOf(found: readonly Diagnostic[], context: SiteContext) {
  let framed = 0;
  return alikeByWeight(found).map((group) => {
    const [first, ...others] = group.map((one) => {
      framed++;
      const view = placeView(one, context, root, true);
      return framed > frameLimit ? { ...view, frame: null } : view;
    });
    return { first: first!, others, more: others.length === 0 ? null : counted(others.length, 'more place') };
  });
}

function exampleView({ title, files, before = {}, expect }: SiteContext['codes'][number]['examples'][number]) {
  const earlier = Object.entries(before).filter(([name, text]) => files[name] !== text);
  return {
    title: inlineCode(title),
    fails: expect.length > 0,
    files: [
      ...earlier.map(([name, text]) => ({ name: breakable(`${name} at the revision`), code: listing(text, []) })),
      ...Object.entries(files).map(([name, text]) => {
        const marked = expect.filter((one) => one.file === name).map((one) => one.line);
        return { name: breakable(name), code: listing(text, marked) };
      }),
    ],
  };
}
