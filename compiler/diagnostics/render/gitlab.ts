/** GitLab's Code Quality report: a list of issues. What is waived or known from the baseline is in it as information. */
import { printableJson } from '../../base/printable-json.ts';
import { waiverText } from '../../base/waiver-text.ts';
import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { fingerprintsOf } from '../fingerprint.ts';
import type { Renderer } from './define.ts';

type Level = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

export const renderGitlab: Renderer = ({ verdict: { diagnostics }, prefix = '' }) => {
  const fingerprints = fingerprintsOf(diagnostics);
  const issues = diagnostics.map((one, i) => ({
    description: describe(one),
    check_name: one.code,
    fingerprint: fingerprints[i],
    severity: levelOf(one),
    location: { path: `${prefix}${one.file}`, lines: { begin: one.range.start.line } },
  }));
  return printableJson(issues);
};

function describe({ message, help, waiver, baselined }: Diagnostic): string {
  const text = help === undefined ? message : `${message}; ${help}`;
  if (waiver) return `waived ${waiverText(waiver)}: ${text}`;
  return baselined ? `known from the baseline: ${text}` : text;
}

/** A file that cannot be read hides what else is wrong. */
function levelOf({ severity, dimension, waived, baselined }: Diagnostic): Level {
  if (waived || baselined) return 'info';
  const levels: Readonly<Record<Severity, Level>> = {
    critical: dimension === 'input' ? 'blocker' : 'critical',
    major: 'major',
    minor: 'minor',
    info: 'info',
  };
  return levels[severity];
}
