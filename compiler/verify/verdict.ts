/** The verdict of a pack, as far as its statement repeats it. */
import { severities } from '../model/diagnostic.ts';
import type { Verdict } from '../model/verdict.ts';
import { isFields, readCanonical } from './json.ts';
import type { VerdictSummary } from './result.ts';

/** Undefined when it is not a verdict of version 1. Diagnostics and rules are not looked into: nothing here uses them. */
export function readVerdict(bytes: Uint8Array | undefined): Verdict | undefined {
  const value = bytes && readCanonical(bytes);
  return isVerdict(value) ? value : undefined;
}

function isVerdict(value: unknown): value is Verdict {
  if (!isFields(value) || value['version'] !== 1 || typeof value['conforms'] !== 'boolean') return false;
  const { workspace, summary, scores, failOn, tool, ruleset } = value;
  if (typeof tool !== 'string' || typeof ruleset !== 'string') return false;
  if (!isFields(workspace) || typeof workspace['id'] !== 'string' || !isSeverity(failOn)) return false;
  if (!isFields(summary) || !isFields(summary['severities'])) return false;
  const counts = summary['severities'];
  if (!severities.every((severity) => typeof counts[severity] === 'number')) return false;
  if (!isFields(scores) || !(scores['overall'] === null || typeof scores['overall'] === 'number')) return false;
  return [scores['dimensions'], scores['aspects']].every((list) => Array.isArray(list) && list.every(isFields));
}

const isSeverity = (value: unknown): boolean => severities.some((severity) => severity === value);

export const verdictSummary = ({ workspace, conforms, failOn, summary, scores }: Verdict): VerdictSummary => ({
  workspace: workspace.id,
  conforms,
  failOn,
  severities: summary.severities,
  overall: scores.overall,
});
