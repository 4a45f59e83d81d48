import { encode } from '../../base/encode.ts';
import { code, table, text } from '../../base/markdown.ts';
import { verdictJson } from '../../base/verdict-json.ts';
import { defineTarget, type WorkspaceInput } from '../define.ts';
import { changesSection } from './changes.ts';
import { overview } from './overview.ts';
import { scores } from './scores.ts';
import { section, sectionsOf } from './sections.ts';

/** The verdict for programs (`report/verdict.json`, see `schemas/verdict.schema.json`) and for people (`report/report.md`). */
export default defineTarget({
  id: 'report',
  version: '4',
  workspace: (input) => [
    { path: 'report/report.md', bytes: encode(reportText(input)) },
    { path: 'report/verdict.json', bytes: encode(verdictJson(input.verdict)) },
  ],
});

function reportText({ index, verdict }: WorkspaceInput): string {
  const sections = sectionsOf(index.symphonies, verdict).map(section);
  const changes = verdict.against ? [changesSection(verdict.against)] : [];
  return [overview(verdict), scores(verdict), ...changes, ...sections, skippedFiles(verdict)]
    .filter((part) => part !== '')
    .join('\n');
}

function skippedFiles({ files }: WorkspaceInput['verdict']): string {
  if (files.skipped.length === 0) return '';
  const rows = files.skipped.map(({ file, reason }) => [code(file), text(reason)]);
  return `## Skipped files\n\n${table(['File', 'Reason'], rows)}`;
}
