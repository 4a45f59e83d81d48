import { encode } from '../../base/encode.ts';
import { client, icon, siteDigest, styles } from '../../generated/site-assets.ts';
import type { WorkspaceInput } from '../define.ts';
import { defineTarget } from '../define.ts';
import { siteContext } from './context.ts';
import { renderCode } from './pages/code.ts';
import { renderCodes } from './pages/codes.ts';
import { renderDomains } from './pages/domains.ts';
import { renderExpressions } from './pages/expressions.ts';
import { renderMetrics } from './pages/metrics.ts';
import { renderOverview } from './pages/overview.ts';
import { renderPolicies } from './pages/policies.ts';
import { renderScores } from './pages/scores.ts';
import { renderSymphonies } from './pages/symphonies.ts';
import { renderSymphony } from './pages/symphony.ts';
import { renderViolations } from './pages/violations.ts';

const assets = { 'site.css': styles, 'site.js': client, 'icon.svg': icon };

function renderWorkspace(input: WorkspaceInput) {
  const context = siteContext(input);
  const tallies = new Map(input.verdict.rules.map((rule) => [rule.code, rule]));
  return [
    renderOverview(context),
    renderSymphonies(context),
    renderDomains(context),
    renderPolicies(context),
    renderMetrics(context),
    renderScores(context),
    renderViolations(context),
    renderCodes(context),
    ...input.codes.map((code) => renderCode(code, tallies.get(code.code), context)),
    renderExpressions(context),
    ...Object.entries(assets).map(([name, text]) => ({ path: `site/assets/${name}`, bytes: encode(text) })),
  ];
}

/** The dashboard: static pages below `site/` that work from the file system, with and without JavaScript. */
export default defineTarget({
  id: 'site',
  version: siteDigest,
  symphony: (input) => [renderSymphony(input)],
  workspace: renderWorkspace,
});
