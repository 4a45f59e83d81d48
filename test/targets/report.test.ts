/** The verdict for programs, against its published schema, and for people, as Markdown that documents cannot break. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../compiler/generated/rules.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import target from '../../compiler/targets/report/index.ts';
import { findSection } from '../../compiler/targets/report/sections.ts';
import { hiddenIn } from '../support/cli.ts';
import { type Compiled, compileFiles, emitTarget, projectFiles, repository, shippedFiles } from '../support/plans.ts';
import { hostile, hostileFiles } from '../support/target-inputs.ts';

const schema = JSON.parse(readFileSync(join(repository, 'schemas/verdict.schema.json'), 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

const reportOf = (compiled: Compiled): string => emitTarget(target, compiled).get('report/report.md')!;

/** A line without what is escaped and without code spans: markup is what is left. */
const markupOf = (line: string): string => line.replace(/\\[!-/:-@[-`{-~]|`[^`]*`/g, '');

const starts =
  /^(?:$|# \S|## \S|### [a-zW]|\| |- \*\*|- The | {2}- \S| {4}- \S|\*\*The workspace |Overall: |<!-- symphony: [a-z0-9-]+ -->$|`[a-z0-9-]+` \(|No findings\.$|\d+ findings?: )/;

/** What in a report is not the markup that a report has. */
function strayMarkup(report: string): string[] {
  const stray: string[] = [];
  let columns = 0;
  for (const line of report.split('\n')) {
    const markup = markupOf(line).replace(/^<!-- symphony: [a-z0-9-]+ -->$/, '');
    const bars = markup.split('|').length;
    const links = [...markup.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1]!);
    if (!starts.test(line) || hiddenIn(line) !== undefined || /[<>`~]|!\[/.test(markup)) stray.push(line);
    if (line.startsWith('|') && columns > 0 && bars !== columns) stray.push(line);
    if (links.some((link) => !/^\.\.\/\.\.\/[\w%./-]+#L\d+$/.test(link))) stray.push(line);
    columns = line.startsWith('|') ? bars : 0;
  }
  return stray;
}

/** The number of findings that each section says it has, and how many it lists. */
function countFindings(report: string): { said: number; listed: number } {
  const body = report.slice(report.indexOf('\n<!-- symphony') + 1 || report.indexOf('## Everything else'));
  const said = [...body.matchAll(/^(\d+) findings?: /gm)].reduce((sum, match) => sum + Number(match[1]), 0);
  return { said, listed: body.split('\n').filter((line) => /^ {2}- \[/.test(line)).length };
}

const place = (line: number): Pick<Diagnostic, 'file' | 'range'> => ({
  file: 'symphonies/odd-0.json',
  range: { start: { line, column: 3 }, end: { line, column: 9 } },
});

/** Every optional field of a verdict, with hostile text in all that is text. */
function withDiagnostics({ verdict }: Compiled): Verdict {
  const found = hostile.map(
    (text, i): Diagnostic => ({
      code: 'POLICY_VIOLATED',
      severity: (['critical', 'major', 'minor', 'info'] as const)[i % 4]!,
      dimension: 'governance',
      aspect: 'policy',
      message: `\`${text}\` is ${text}`,
      subject: i % 2 === 0 ? 'odd-0/first/call' : text,
      ...place(i + 1),
      file: i === 3 ? `odd (${text})` : 'symphonies/odd-0.json',
      related: [{ ...place(i + 2), message: text }],
      help: text,
      fix: { title: text, safe: i % 2 === 0, edits: [{ ...place(i + 1), text }] },
      waived: i === 1,
      ...(i === 1 && { waiver: { owner: text, until: '2026-12-31', reason: text, place: place(i) } }),
    }),
  );
  const counts = { critical: 3, major: 2, minor: 2, info: 2 };
  const parts = [
    {
      code: 'POLICY_VIOLATED',
      weight: 4,
      violations: 9,
      places: Array(9).fill({ file: hostile[6], line: 1, column: 1, subject: 'x' }),
    },
  ];
  const score = {
    name: hostile[6],
    raw: 0.64,
    waived: 0.68,
    band: 'critical' as const,
    checkedWeight: 100,
    violatedWeight: 36,
    goal: 0.9,
    parts,
    toNextBand: [{ code: 'POLICY_VIOLATED', gain: 0.36 }],
  };
  return {
    ...verdict,
    asOf: '2026-01-01',
    conforms: false,
    summary: { ...verdict.summary, severities: counts },
    files: { seen: 3, compiled: 2, skipped: [{ file: hostile[5], reason: hostile[6] }] },
    scores: {
      overall: 0.64,
      waived: 0.68,
      dimensions: [score],
      aspects: [score, { ...score, raw: null, waived: null, band: null }],
    },
    rules: [
      {
        code: 'POLICY_VIOLATED',
        dimension: 'governance',
        aspect: 'policy',
        weight: 4,
        checks: 25,
        violations: 9,
        waived: 1,
        notEvaluated: 2,
        state: 'crashed',
      },
    ],
    diagnostics: found,
  };
}

const workspaces: readonly (readonly [string, () => Promise<Compiled>])[] = [
  ['the shipped symphonies', () => compileFiles(shippedFiles())],
  ['the guide taken literally', () => compileFiles(projectFiles('literal'))],
  ['a hostile workspace', () => compileFiles(hostileFiles())],
  [
    'a hostile verdict',
    async () => {
      const compiled = await compileFiles(hostileFiles());
      const verdict = withDiagnostics(compiled);
      return { ...compiled, verdict, workspace: { ...compiled.workspace, verdict } };
    },
  ],
];

describe.each(workspaces)('the report of %s', (_, compile) => {
  let compiled: Compiled;
  let report: string;
  beforeAll(async () => {
    compiled = await compile();
    report = reportOf(compiled);
  });

  it('is a verdict as its schema says, with everything in it', () => {
    const verdict = JSON.parse(emitTarget(target, compiled).get('report/verdict.json')!) as unknown;
    expect(validate(verdict) ? [] : validate.errors).toEqual([]);
    expect(verdict).toEqual(JSON.parse(JSON.stringify(compiled.verdict)));
  });

  it('has no markup but its own', () => {
    expect(strayMarkup(report)).toEqual([]);
  });

  it('counts every finding once', () => {
    const all = compiled.verdict.diagnostics.length;
    expect(countFindings(report)).toEqual({ said: all, listed: all });
    expect(report).toContain(`| Findings | ${all} = `);
    const bySeverity = Object.values(compiled.verdict.summary.severities).reduce((sum, count) => sum + count, 0);
    expect(bySeverity).toBe(all);
  });

  it('has a section for each symphony, found by its id', () => {
    for (const { id } of compiled.index.symphonies) {
      const section = findSection(report, id)!;
      expect(section.match(/^## /gm)).toHaveLength(1);
      expect(section).toContain(`<!-- symphony: ${id} -->`);
    }
    expect(findSection(report, 'nobody')).toBeUndefined();
  });
});

describe('the report on broken policies', () => {
  let report: string;
  beforeAll(async () => {
    report = reportOf(await compileFiles(projectFiles('literal')));
  });

  it('says what the verdict is and what it rests on', () => {
    expect(report).toMatch(/^\*\*The workspace does not conform:\*\* .*`major` and worse fail a build\.$/m);
    expect(report).toMatch(/^\| Checks \| \d+ made = \d+ passed \+ \d+ failed \+ \d+ waived \+ \d+ not evaluated \|$/m);
  });

  it('opens a score into rule, weight and place', () => {
    expect(report).toMatch(/^ {2}- `POLICY_UNENFORCED` lost 28 \(7 violations × 4\): \[policies\/build\.yaml:8:12\]/m);
    expect(report).toContain(' and 2 more\n');
  });

  it('titles a section with the title of its symphony', () => {
    expect(findSection(report, 'build-pipeline')).toMatch(/^## Build Pipeline Symphony\n/);
  });
});

it('says what brings a score to the next band, and how far a goal is', async () => {
  const compiled = await compileFiles(hostileFiles());
  const verdict = withDiagnostics(compiled);
  const report = reportOf({ ...compiled, workspace: { ...compiled.workspace, verdict } });
  expect(report).toContain('  - To reach *needs attention*, repair `POLICY_VIOLATED` (+0.36).\n');
  expect(report).toMatch(/\| 0\.6400 \| 0\.6800 \| critical \| 0 \| 36 ÷ 100 \| 0\.9, missed \|/);
  expect(report).toMatch(
    /\| nothing to check \| nothing to check \| none \| 0 \| 36 ÷ 100 \| 0\.9, nothing to check \|/,
  );
  expect(report).toContain('| Judged as of | 2026-01-01 |');
  expect(report).toContain('(waived until 2026-12-31 by ');
});

it('gives a verdict that satisfies its schema for the failing examples of all rules', async () => {
  const examples = rules.flatMap((rule) => rule.examples.filter((example) => example.expect.length > 0).slice(0, 1));
  for (const { files } of examples) {
    const compiled = await compileFiles(files).catch(() => undefined);
    if (!compiled) continue;
    expect(validate(JSON.parse(JSON.stringify(compiled.verdict))) ? [] : validate.errors).toEqual([]);
    expect(strayMarkup(reportOf(compiled))).toEqual([]);
  }
});
