/** Findings + the metadata of their rules → diagnostics, in one order whatever the order in which they were found. */
import { printable } from '../../runtime/core/text.ts';
import { byPlace } from '../base/rule-places.ts';
import { showsMask } from '../base/secrets/index.ts';
import { compareText } from '../base/text.ts';
import type { Diagnostic, Finding, Fix, Severity, Waiver } from '../model/diagnostic.ts';
import type { AnyRule } from './define.ts';

/**
 * `settings`: what the workspace sets; `off` drops what the workspace switched off (it still counts in the scores).
 * `waived`: findings that are waived, by what.
 */
export function collect(
  findings: readonly Finding[],
  rules: readonly AnyRule[],
  settings: Readonly<Record<string, Severity | 'off'>>,
  waived?: ReadonlyMap<Finding, Waiver>,
): Diagnostic[] {
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  const diagnostics: Diagnostic[] = [];
  for (const found of findings) {
    const rule = byCode.get(found.code);
    if (!rule) throw new Error(`no rule defines the code ${found.code}`);
    const set = rule.dimension === 'input' ? undefined : settings[found.code];
    if (set === 'off') continue;
    const waiver = waived?.get(found);
    diagnostics.push({
      code: found.code,
      severity: found.severity ?? set ?? rule.severity,
      dimension: rule.dimension,
      aspect: rule.aspect,
      message: printable(rule.message(found.params)),
      file: found.file,
      range: found.range,
      subject: found.subject,
      related: found.related ?? [],
      help: found.help ?? rule.help,
      fix: found.fix && writesMask(found.fix) ? undefined : found.fix,
      waived: waiver !== undefined,
      ...(waiver && { waiver }),
    });
  }
  return diagnostics.sort(inOrder);
}

/** What was taken from a text without its secrets must not go back into the file. */
const writesMask = ({ edits }: Fix): boolean => edits.some(({ text }) => showsMask(text));

const inOrder = (a: Diagnostic, b: Diagnostic): number =>
  byPlace(a, b) || compareText(a.code, b.code) || compareText(a.message, b.message);
