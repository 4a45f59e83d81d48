/** SARIF 2.1.0 (OASIS), for code scanning services. */

import { waiversFile } from '../../base/own-files.ts';
import { printableJson } from '../../base/printable-json.ts';
import { compareText } from '../../base/text.ts';
import type { Diagnostic, Fix, Place, Severity, Waiver } from '../../model/diagnostic.ts';
import type { RuleInfo } from '../define.ts';
import { fingerprintsOf } from '../fingerprint.ts';
import type { RenderInput } from './define.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'note',
};
/** What services order by, 0–10. */
const securitySeverity: Readonly<Record<Severity, number>> = { critical: 9, major: 6, minor: 3, info: 0 };

export function renderSarif({ verdict }: RenderInput, rules: readonly RuleInfo[]): string {
  const used = new Set(verdict.diagnostics.map((diagnostic) => diagnostic.code));
  const described = rules.filter((rule) => used.has(rule.code)).sort((a, b) => compareText(a.code, b.code));
  const fingerprints = fingerprintsOf(verdict.diagnostics);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'symphonyc', semanticVersion: verdict.tool, rules: described.map(ruleObject) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { WORKSPACE: { description: { text: 'The folder of symphony.yaml.' } } },
        results: verdict.diagnostics.map((diagnostic, i) => ({
          ...result(diagnostic, described),
          partialFingerprints: { 'symphonyc/v1': fingerprints[i] },
          ...(verdict.summary.baseline && { baselineState: diagnostic.baselined ? 'unchanged' : 'new' }),
        })),
        properties: { checks: verdict.summary.checks },
      },
    ],
  };
  return printableJson(log);
}

const ruleObject = (rule: RuleInfo) => ({
  id: rule.code,
  shortDescription: { text: rule.doc.split(/(?<=\.)\s/)[0] },
  fullDescription: { text: rule.doc },
  help: { text: rule.doc, markdown: rule.doc },
  defaultConfiguration: { level: levels[rule.severity] },
  properties: { dimension: rule.dimension, aspect: rule.aspect },
});

function result(diagnostic: Diagnostic, rules: readonly RuleInfo[]) {
  const { code, severity, message, help, subject, related, fix, waiver } = diagnostic;
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: levels[severity],
    message: { text: help ? `${message}. Help: ${help}` : message },
    locations: [{ ...location(diagnostic), logicalLocations: [{ fullyQualifiedName: subject }] }],
    ...(related.length > 0
      ? { relatedLocations: unique(related.map((place) => ({ ...location(place), message: { text: place.message } }))) }
      : {}),
    ...(fix ? { fixes: [fixObject(fix)] } : {}),
    ...(waiver ? { suppressions: [suppression(waiver)] } : {}),
    properties: { severity, 'security-severity': String(securitySeverity[severity]) },
  };
}

/** No related location may be there twice. */
const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** In source is a comment; what stands in a file of its own is external. */
const suppression = ({ owner, until, reason, place }: Waiver) => ({
  kind: place.file === waiversFile ? 'external' : 'inSource',
  status: 'accepted',
  justification: `${reason} (${owner}, until ${until})`,
  location: location(place),
});

const location = (place: Place) => ({
  physicalLocation: { artifactLocation: { uri: encodeURI(place.file), uriBaseId: 'WORKSPACE' }, region: region(place) },
});

const region = ({ range: { start, end } }: Place) => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
});

function fixObject(fix: Fix) {
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  return {
    description: { text: fix.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: encodeURI(file), uriBaseId: 'WORKSPACE' },
      replacements: fix.edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.text } })),
    })),
  };
}
