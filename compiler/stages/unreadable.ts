/** The verdict on a workspace whose own document cannot be used: nothing in it was checked. */
import { scoreVerdict } from '../check/index.ts';
import type { RuleInfo } from '../diagnostics/define.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Verdict } from '../model/verdict.ts';
import { countSeverities } from './verdict.ts';

/** It never conforms, whatever would fail it. */
export function unreadableVerdict(
  about: Pick<Verdict, 'tool' | 'ruleset' | 'failOn'>,
  rules: readonly RuleInfo[],
  diagnostics: readonly Diagnostic[],
): Verdict {
  const { rules: tallies, ...scores } = scoreVerdict(rules, {
    tallies: {},
    waived: {},
    diagnostics,
    off: new Set(),
    goals: {},
    unread: 1,
  });
  const unusable = { file: 'symphony.yaml', reason: 'cannot be used' };
  return {
    version: 1,
    tool: about.tool,
    ruleset: about.ruleset,
    workspace: { id: '', title: '' },
    conforms: false,
    failOn: about.failOn,
    summary: {
      severities: countSeverities(diagnostics),
      checks: { made: 0, passed: 0, failed: 0, waived: 0, notEvaluated: 0 },
      documents: {},
      symphonies: [],
    },
    files: { seen: 1, compiled: 0, skipped: [unusable], incomplete: [unusable] },
    scores,
    rules: tallies,
    diagnostics,
  };
}
