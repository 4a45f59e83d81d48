/** The reference of expressions: where they stand, and every name that the type checker knows there. */
import { expressionFunctions, refusedFunctions } from '../../../../runtime/core/cel.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { SiteContext } from '../context.ts';
import { assertionScopes, assertionViews, probeViews } from '../parts/expression-fields.ts';
import { breakable, count, inlineCode } from '../parts/text.ts';
import { renderPage } from '../render.ts';

export function renderExpressions(context: SiteContext): Artifact {
  const page = {
    path: 'expressions.html',
    title: 'Expressions',
    workspace: context.title,
    section: 'expressions',
    template: 'expressions',
  } as const;
  const { metrics } = context.index;
  return renderPage(page, {
    metrics: metrics.length === 0 ? null : count(metrics.length),
    scopes: assertionScopes(),
    structures: assertionViews(),
    probes: probeViews(),
    functions: [...expressionFunctions()].map(([name, signatures]) => ({
      name,
      signatures: signatures.map(breakable),
    })),
    refused: Object.entries(refusedFunctions).map(([name, reason]) => ({ name, reason: inlineCode(reason) })),
  });
}
