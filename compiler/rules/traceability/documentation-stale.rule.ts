import { symphonyOutline } from '../../base/symphony-outline.ts';
import { nearest } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { DocumentationPage, GeneratedPart, WorkspaceIndex } from '../../model/index.ts';
import { domain, symphony, workspace } from '../example.ts';

interface Subject {
  readonly place: DocumentationPage['at'];
  readonly subject: string;
  readonly page: DocumentationPage;
  /** Undefined for the page as a whole. */
  readonly part?: GeneratedPart;
}

interface Params extends Readonly<Record<string, unknown>> {
  readonly page: string;
  readonly symphony: string;
  readonly problem: 'unreadable' | 'nothing' | 'unknown' | 'open' | 'stale';
  readonly why?: string;
}

const messages: Readonly<Record<Params['problem'], (params: Params) => string>> = {
  unreadable: ({ page, why }) => `the page \`${page}\` cannot be read: ${why}`,
  nothing: ({ page }) => `nothing of the page \`${page}\` is generated`,
  unknown: ({ page, symphony: id }) => `\`${page}\` shows the symphony \`${id}\`, which does not exist`,
  open: ({ page, symphony: id }) => `the part of \`${page}\` about \`${id}\` never ends`,
  stale: ({ page, symphony: id }) => `what \`${page}\` says of \`${id}\` is not what its definition says`,
};

const subjectsOf = ({ pages }: WorkspaceIndex): Subject[] =>
  pages.flatMap((page): Subject[] =>
    page.parts.length === 0
      ? [{ place: page.at, subject: page.path, page }]
      : page.parts.map((part) => ({ place: part.at, subject: `${page.path}/${part.symphony}`, page, part })),
  );

const page = (body: string): string => `# Pipelines\n\n<!-- symphonyc:begin play -->${body}<!-- symphonyc:end -->\n`;
const outline =
  '\n\n| movement | beats | purpose |\n| --- | --- | --- |\n| One | 1 |  |\n\n1 movement with 1 beat, played at mf by default.\n\n';
const files = (text: string, documentation = 'pipelines.md'): Record<string, string> => ({
  'symphony.yaml': workspace('build.yaml, play.yaml', `documentation: [${documentation}]`),
  'build.yaml': domain(),
  'play.yaml': symphony(),
  'pipelines.md': text,
});

export default workspaceRule<Params>()<Subject>({
  code: 'DOCUMENTATION_STALE',
  dimension: 'traceability',
  aspect: 'documentation',
  severity: 'minor',
  fixable: 'safe',
  doc: `A page of documentation that the workspace names under \`documentation\` does not say what the definitions say. Between
\`<!-- symphonyc:begin SYMPHONY -->\` and \`<!-- symphonyc:end -->\` stands the outline of a symphony; it was edited by hand, or
the symphony has changed since. People decide by pages, so a page that is wrong is worse than none.

\`symphonyc fix\` writes the outline anew and leaves the rest of the page as it is. A new part needs the two markers only, each
on a line of its own.`,
  message: (params) => messages[params.problem](params),
  subjects: subjectsOf,
  check: ({ node: { page: whole, part }, index, report, unknown }) => {
    const told = { page: whole.path, symphony: part?.symphony ?? '' };
    if (whole.problem !== undefined) return report({ params: { ...told, problem: 'unreadable', why: whole.problem } });
    const help = 'write `<!-- symphonyc:begin SYMPHONY -->` and `<!-- symphonyc:end -->`, each on a line of its own';
    if (!part) return report({ params: { ...told, problem: 'nothing' }, help });
    const target = index.lookup.find('Symphony', part.symphony);
    if (!target && index.lookup.unread('Symphony', 'id')) return unknown('unread');
    if (target?.broken) return unknown('unread');
    if (!target) {
      const near = nearest(part.symphony, index.lookup.names('Symphony'));
      const meant = near === undefined ? undefined : `did you mean \`${near}\`?`;
      return report({ params: { ...told, problem: 'unknown' }, help: meant });
    }
    if (!part.body)
      return report({ params: { ...told, problem: 'open' }, help: 'write `<!-- symphonyc:end -->` after it' });
    const { text: now, file, range } = part.body;
    const wanted = symphonyOutline(target);
    if (now.replaceAll('\r\n', '\n') === wanted) return;
    const text = now.includes('\r\n') ? wanted.replaceAll('\n', '\r\n') : wanted;
    const fix = { title: 'write the outline anew', safe: true, edits: [{ file, range, text }] };
    report({
      params: { ...told, problem: 'stale' },
      fix,
      related: [{ ...target.at, message: 'the symphony is defined here' }],
    });
  },
  examples: [
    {
      title: 'an outline of what there was once',
      files: files(page(outline.replace('One', 'Two'))),
      expect: [{ file: 'pipelines.md', line: 3, column: 22 }],
    },
    {
      title: 'a part that is still to be filled',
      files: files(page('\n')),
      expect: [{ file: 'pipelines.md', line: 3, column: 22 }],
    },
    {
      title: 'a symphony that does not exist, and a part that never ends',
      files: files('<!-- symphonyc:begin plays -->\n<!-- symphonyc:end -->\n<!-- symphonyc:begin play -->\n'),
      expect: [
        { file: 'pipelines.md', line: 1, column: 22 },
        { file: 'pipelines.md', line: 3, column: 22 },
      ],
    },
    {
      title: 'a page without a generated part, and one that is not there',
      files: files('# Pipelines\n', 'pipelines.md, more.md'),
      expect: [
        { file: 'symphony.yaml', line: 6, column: 17 },
        { file: 'symphony.yaml', line: 6, column: 31 },
      ],
    },
    { title: 'what the definition says', files: files(page(outline)), expect: [] },
    { title: 'the same with other ends of lines', files: files(page(outline).replaceAll('\n', '\r\n')), expect: [] },
  ],
});
