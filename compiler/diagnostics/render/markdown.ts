/** Markdown for comments on merge requests and the summaries of CI jobs. Text of documents never becomes markup. */
import { accountText } from '../../base/accounts.ts';
import { code, message, table, text } from '../../base/markdown.ts';
import { isOpen } from '../../base/open.ts';
import { scoreBasis } from '../../base/score-basis.ts';
import { list, plural } from '../../base/text.ts';
import { type Diagnostic, type Severity, severities } from '../../model/diagnostic.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Renderer } from './define.ts';

/** A comment may have 65 536 characters; a summary more. What does not fit is counted. */
const maxCharacters = 60_000;

export const renderMarkdown: Renderer = ({ verdict }) => {
  const { workspace, diagnostics, summary } = verdict;
  const open = diagnostics.filter(isOpen);
  const head = [
    `## ${quiet(text(workspace.title)) || 'symphonyc'}: ${verdict.conforms ? 'conforms' : 'does not conform'}\n`,
    `${conclusion(verdict)}\n`,
    `Checks: ${accountText(summary.checks)}.\n`,
    scoreTable(verdict),
  ].join('\n');
  const groups: Group[] = [
    ...severities.map((severity): Group => {
      const found = open.filter((one) => one.severity === severity);
      return { title: `${found.length} ${severity}`, found, folded: severity === 'minor' || severity === 'info' };
    }),
    setAside(
      'waived',
      diagnostics.filter((one) => one.waived),
    ),
    setAside(
      'known from the baseline',
      diagnostics.filter((one) => one.baselined),
    ),
  ];
  const space = { left: maxCharacters - head.length };
  const sections = groups.filter(({ found }) => found.length > 0).map((group) => `\n${section(group, space)}`);
  return `${head}${sections.join('')}`;
};

interface Group {
  readonly title: string;
  readonly found: readonly Diagnostic[];
  readonly folded: boolean;
}

const setAside = (name: string, found: readonly Diagnostic[]): Group => ({
  title: `${found.length} ${name}`,
  found,
  folded: true,
});

function conclusion({ diagnostics, failOn, summary: { baseline } }: Verdict): string {
  const count = (severity: Severity): number =>
    diagnostics.filter((one) => isOpen(one) && one.severity === severity).length;
  const counts = severities
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}`);
  const limit = failOn === 'critical' ? 'Only `critical` fails.' : `\`${failOn}\` and worse fail.`;
  const gone =
    baseline && baseline.gone > 0
      ? ` ${plural(baseline.gone, 'entry', 'entries')} of the baseline can go: run \`symphonyc baseline\`.`
      : '';
  return `${counts.length === 0 ? 'No open violations' : list(counts)}. ${limit}${gone}`;
}

/** Two decimals, never rounded up. */
const shown = (score: number | null): string =>
  score === null ? 'not checked' : (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);

function scoreTable(verdict: Verdict): string {
  const { overall, waived, dimensions } = verdict.scores;
  const rows = dimensions.map((score) => {
    const { value, unscored } = scoreBasis(score, 'dimension', verdict);
    return value === null
      ? [text(score.name), unscored, unscored, 'none']
      : [text(score.name), shown(score.raw), shown(score.waived), score.band ?? 'none'];
  });
  return table(['Score', 'Raw', 'With waivers', 'Band'], [...rows, ['**overall**', shown(overall), shown(waived), '']]);
}

/** Takes what it needs from the space that is left. */
function section({ title, found, folded }: Group, space: { left: number }): string {
  const lines: string[] = [];
  for (const one of found) {
    const line = item(one);
    if (line.length > space.left) break;
    space.left -= line.length;
    lines.push(line);
  }
  const more = found.length - lines.length;
  if (more > 0) lines.push(`- and ${more} more, for which there is no space here\n`);
  return folded
    ? `<details><summary>${title}</summary>\n\n${lines.join('')}\n</details>\n`
    : `### ${title}\n\n${lines.join('')}`;
}

function item({ code: rule, message: said, file, range, help, fix, waiver }: Diagnostic): string {
  const place = `${file}:${range.start.line}`;
  const notes = [
    ...(help === undefined ? [] : [`  - Help: ${quiet(message(help))}\n`]),
    ...(fix === undefined ? [] : [`  - Suggested edit: ${quiet(message(fix.title))}\n`]),
    ...(waiver
      ? [`  - Waived until ${waiver.until} by ${quiet(text(waiver.owner))}: ${quiet(text(waiver.reason))}\n`]
      : []),
  ];
  return `- ${code(rule)} ${quiet(code(place))}: ${quiet(message(said))}\n${notes.join('')}`;
}

/** Without a comment in between, a name after an at sign would call somebody. In code it does not. */
const quiet = (markdown: string): string =>
  markdown.replace(/\\.|`[^`]*`|@/gs, (part) => (part === '@' ? '@<!-- -->' : part));
