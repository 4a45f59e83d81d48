/** Workflow commands of GitHub Actions, which become annotations of the files; then the counts as plain lines. */
import { printable } from '../../../runtime/core/text.ts';
import { accountText } from '../../base/accounts.ts';
import { isOpen } from '../../base/open.ts';
import { plural } from '../../base/text.ts';
import { waiverText } from '../../base/waiver-text.ts';
import { type Diagnostic, type Severity, severities } from '../../model/diagnostic.ts';
import type { Renderer } from './define.ts';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'notice',
};

/** The worst first: only the first ten of a kind are shown. */
export const renderGithub: Renderer = ({ verdict, prefix = '' }) => {
  const { diagnostics, summary, conforms } = verdict;
  const open = diagnostics.filter(isOpen);
  const sorted = severities.flatMap((severity) => open.filter((one) => one.severity === severity));
  const known = diagnostics.filter((one) => one.baselined).length;
  const lines = [
    ...sorted.map((one) => annotation(one, prefix)),
    ...diagnostics.flatMap(({ waiver, code, file, range }) =>
      waiver ? [plain(`waived: ${code} at ${file}:${range.start.line}, ${waiverText(waiver)}`)] : [],
    ),
    ...(known > 0 ? [`baseline: ${plural(known, 'violation')} known from before`] : []),
    `checks: ${accountText(summary.checks)}`,
    conforms ? 'conforms' : 'does not conform',
  ];
  return `${lines.join('\n')}\n`;
};

function annotation({ code, severity, message, help, file, range }: Diagnostic, prefix: string): string {
  const { start, end } = range;
  const properties = {
    file: `${prefix}${file}`,
    line: start.line,
    col: start.column,
    endLine: end.line,
    endColumn: end.column,
    title: code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${commands[severity]} ${list.join(',')}::${data(help === undefined ? message : `${message}\nhelp: ${help}`)}`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A line that is no command, not even in the old form, which may stand anywhere. */
const plain = (text: string): string => printable(text).replaceAll('##[', '## [');
