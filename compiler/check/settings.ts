/** What a workspace sets for itself: severities and targets. */
import { placeAt } from '../base/spans.ts';
import { list, nearest } from '../base/text.ts';
import type { RuleInfo } from '../diagnostics/define.ts';
import { finding } from '../diagnostics/finding.ts';
import { type Finding, severities } from '../model/diagnostic.ts';
import type { Document } from '../model/document.ts';

const strength = (severity: string): number => {
  const place = (severities as readonly string[]).indexOf(severity);
  return place === -1 ? severities.length : place;
};

/** One finding for each severity below the default, each code switched off and each code that does not exist. */
export function weakenedSeverities(workspace: Document<'Workspace'>, rules: readonly RuleInfo[]): Finding[] {
  const defaults = new Map(rules.map((rule) => [rule.code, rule]));
  return Object.entries(workspace.value.severities ?? {}).flatMap(([code, to]) => {
    const rule = defaults.get(code);
    const path = ['severities', code];
    if (!rule) {
      const near = nearest(code, defaults.keys());
      const help = near ? `did you mean ${near}?` : undefined;
      return [
        finding('SEVERITY_WEAKENED', { code, from: '', to, known: false }, placeAt(workspace, path, 'key'), { help }),
      ];
    }
    const from = rule.severity;
    if (strength(to) <= strength(from)) return [];
    return [finding('SEVERITY_WEAKENED', { code, from, to, known: true }, placeAt(workspace, path))];
  });
}

/** One finding for each target that does not exist. */
export function unknownTargets(workspace: Document<'Workspace'>, known: readonly string[]): Finding[] {
  return (workspace.value.targets ?? []).flatMap((target, i) => {
    if (known.includes(target)) return [];
    const near = nearest(target, known);
    const help = near ? `did you mean \`${near}\`?` : `the targets are ${list(known)}`;
    return [finding('TARGET_UNKNOWN', { target }, placeAt(workspace, ['targets', i]), { help })];
  });
}
