/** The formats for CI services: each is what its service reads, hides nothing, and its numbers add up. */

import { createRequire } from 'node:module';
import * as draft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordable, writeBaseline } from '../../compiler/diagnostics/baseline.ts';
import { renderGithub } from '../../compiler/diagnostics/render/github.ts';
import { renderGitlab } from '../../compiler/diagnostics/render/gitlab.ts';
import { renderJunit } from '../../compiler/diagnostics/render/junit.ts';
import { renderMarkdown } from '../../compiler/diagnostics/render/markdown.ts';
import { renderPretty } from '../../compiler/diagnostics/render/pretty.ts';
import { renderSarif } from '../../compiler/diagnostics/render/sarif.ts';
import { rules } from '../../compiler/generated/rules.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { filesBelow, shippedWorkspace } from '../support/project.ts';
import { aroundThem, sickWorkspaces } from '../support/sick-workspace.ts';
import { checkFiles } from '../support/workspace.ts';
import { type Element, readXml } from '../support/xml.ts';

type Files = Readonly<Record<string, string>>;

async function verdictOf(files: Files): Promise<Verdict> {
  const result = await checkFiles(files);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return result.verdict;
}

/** The same files with every third violation waived and every fifth recorded in a baseline. */
async function setAside(files: Files): Promise<Files> {
  const before = await verdictOf(files);
  const chosen = before.diagnostics.filter((_, i) => i % 3 === 0);
  const waivers = chosen.map(({ code, file, subject }) => ({
    code,
    file,
    subject,
    owner: '<us> & "them"',
    reason: 'It `is` | known::so, 100%\n<b>@all</b>',
    until: '2026-12-31',
  }));
  const possible = recordable(before.diagnostics, rules, 'info');
  const words = possible.map(({ entry: { code, subject, message } }) => JSON.stringify([code, subject, message]));
  const recorded = possible.filter((_, i) => words.indexOf(words[i]!) % 5 === 0);
  return {
    ...files,
    'symphonyc.waivers.yaml': JSON.stringify({ apiVersion: 'symphonyc/v1', kind: 'Waivers', waivers }),
    'symphonyc.baseline.json': writeBaseline(recorded.map(({ entry }) => entry)),
  };
}

const input = (verdict: Verdict) => ({ verdict, sourceText: () => undefined, color: false });
const open = ({ waived, baselined }: Diagnostic): boolean => !waived && !baselined;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Four numbers and their sum, in the words of the formats for people. */
function accountIn(text: string): Record<string, number> {
  const match = /(\d+) made, (\d+) passed, (\d+) failed[^,]*, (\d+) waived, (\d+) not evaluated/.exec(text);
  const [made, passed, failed, waived, notEvaluated] = match!.slice(1).map(Number);
  return { made: made!, passed: passed!, failed: failed!, waived: waived!, notEvaluated: notEvaluated! };
}

const totalIn = (elements: readonly Element[], attribute: string): number =>
  sum(elements.map(({ attributes }) => Number(attributes[attribute])));

function expectJunit(verdict: Verdict): void {
  const root = readXml(renderJunit(input(verdict)));
  expect(root.name).toBe('testsuites');
  const suites = root.children;
  const cases = suites.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
  const properties: Record<string, number> = {};
  for (const suite of suites) {
    const [first, ...own] = suite.children;
    expect([suite.name, first!.name]).toEqual(['testsuite', 'properties']);
    const results = own.flatMap(({ children }) => children.map(({ name }) => name));
    expect(suite.attributes).toMatchObject({
      tests: String(own.length),
      failures: String(results.filter((name) => name === 'failure').length),
      skipped: String(results.filter((name) => name === 'skipped').length),
      errors: '0',
    });
    for (const { attributes } of first!.children)
      properties[attributes['name']!] = (properties[attributes['name']!] ?? 0) + Number(attributes['value']);
    const counts = Object.fromEntries(
      first!.children.map(({ attributes: one }) => [one['name']!, Number(one['value'])]),
    );
    expect(totalIn(own, 'assertions')).toBe(counts['made']);
  }
  expect(properties).toEqual(suites.length === 0 ? {} : verdict.summary.checks);
  expect(totalIn(cases, 'assertions')).toBe(verdict.summary.checks.made);
  expect(cases.filter(({ attributes }) => !/^\d+$/.test(attributes['assertions']!))).toEqual([]);
  const failures = cases.flatMap(({ children }) => children.filter(({ name }) => name === 'failure'));
  const violations = verdict.diagnostics.filter(({ severity }) => severity !== 'info');
  expect(failures.map(({ attributes }) => attributes['message']).sort()).toEqual(
    violations
      .filter(open)
      .map(({ message }) => message)
      .sort(),
  );
  expect(totalIn([root], 'failures')).toBe(failures.length);
  expect(totalIn([root], 'tests')).toBe(cases.length);
  expect(cases.filter(({ attributes }) => attributes['file'] !== undefined).length).toBe(violations.length);
}

function expectGithub(verdict: Verdict): void {
  const text = renderGithub({ ...input(verdict), prefix: 'a/b,c:d%/' });
  const commands = text.split('\n').filter((line) => line.startsWith('::'));
  const read = commands.map((line) => /^::(error|warning|notice) ([^:]*)::([^\r\n]*)$/.exec(line)!);
  const plain = (said: string): string =>
    said
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  const found = read.map(([, , properties, said]) => {
    const fields = Object.fromEntries(properties!.split(',').map((one) => one.split('=', 2) as [string, string]));
    return [plain(fields['file']!), Number(fields['line']), Number(fields['col']), fields['title'], plain(said!)].join(
      ' ',
    );
  });
  const expected = verdict.diagnostics
    .filter(open)
    .map(({ file, range, code, message, help }) =>
      [
        `a/b,c:d%/${file}`,
        range.start.line,
        range.start.column,
        code,
        help ? `${message}\nhelp: ${help}` : message,
      ].join(' '),
    );
  expect(found.sort()).toEqual(expected.sort());
  expect(text.split('\n').filter((line) => line.startsWith('waived: ')).length).toBe(
    verdict.diagnostics.filter(({ waived }) => waived).length,
  );
  expect(text.split('\n').filter((line) => !line.startsWith('::') && line.includes('##['))).toEqual([]);
  expect(accountIn(text)).toEqual(verdict.summary.checks);
}

function expectGitlab(verdict: Verdict): void {
  const issues = JSON.parse(renderGitlab({ ...input(verdict), prefix: 'sub/' })) as {
    description: string;
    check_name: string;
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
  }[];
  expect(issues.length).toBe(verdict.diagnostics.length);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  for (const [i, issue] of issues.entries()) {
    const one = verdict.diagnostics[i]!;
    expect(Object.keys(issue).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity']);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(issue.severity);
    expect(issue.severity === 'info').toBe(one.severity === 'info' || !open(one));
    expect(issue.location).toEqual({ path: `sub/${one.file}`, lines: { begin: one.range.start.line } });
    expect(issue.description).toContain(one.message);
  }
}

/** Markdown without what is escaped or code, in which no character means anything. */
const markup = (text: string): string => text.replace(/\\[^\n]|`[^`\n]*`/g, '');

function expectMarkdown(verdict: Verdict): void {
  const text = renderMarkdown(input(verdict));
  expect(accountIn(text)).toEqual(verdict.summary.checks);
  const listed = text.split('\n').filter((line) => line.startsWith('- `')).length;
  const more = sum([...text.matchAll(/^- and (\d+) more/gm)].map(([, count]) => Number(count)));
  expect(listed + more).toBe(verdict.diagnostics.length);
  const tags = [...markup(text).matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  expect(tags.filter((tag) => !/^<(?:\/?details|\/?summary|!-- --)>$/.test(tag))).toEqual([]);
  expect(markup(text).replaceAll('@<!-- -->', '')).not.toContain('@');
  const tables = text.split('\n').filter((line) => line.startsWith('| '));
  for (const row of tables) expect(row.replace(/\\\|/g, '').split('|').length).toBe(6);
  expect(text.length).toBeLessThan(62_000);
}

const validateSarif = new draft04.default.default({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
}).compile(createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object);

function expectSarif(verdict: Verdict): void {
  const log = JSON.parse(renderSarif(input(verdict), rules)) as {
    runs: {
      results: { baselineState?: string; suppressions?: { kind: string }[] }[];
      properties: { checks: object };
    }[];
  };
  validateSarif(log);
  expect(validateSarif.errors).toBe(null);
  const [{ results, properties }] = log.runs as [(typeof log.runs)[number]];
  expect(properties.checks).toEqual(verdict.summary.checks);
  expect(results.map(({ suppressions }) => suppressions?.[0]?.kind)).toEqual(
    verdict.diagnostics.map(({ waiver }) =>
      waiver ? (waiver.place.file === 'symphonyc.waivers.yaml' ? 'external' : 'inSource') : undefined,
    ),
  );
  const state = ({ baselined }: Diagnostic) =>
    verdict.summary.baseline ? (baselined ? 'unchanged' : 'new') : undefined;
  expect(results.map(({ baselineState }) => baselineState)).toEqual(verdict.diagnostics.map(state));
}

function expectAll(verdict: Verdict): void {
  const { made, passed, failed, waived, notEvaluated } = verdict.summary.checks;
  expect(passed + failed + waived + notEvaluated).toBe(made);
  expectJunit(verdict);
  expectGithub(verdict);
  expectGitlab(verdict);
  expectMarkdown(verdict);
  expectSarif(verdict);
  expect(accountIn(renderPretty(input(verdict)))).toEqual(verdict.summary.checks);
}

describe('every format', () => {
  it.each<[string, () => Files]>([
    ['the shipped workspace', shippedWorkspace],
    ['the guide taken literally', () => filesBelow('test/projects/literal')],
    ['the bakery', () => filesBelow('test/projects/bakery')],
  ])('adds up: %s', async (_, files) => {
    expectAll(await verdictOf(files()));
    const verdict = await verdictOf(await setAside(files()));
    expectAll(verdict);
  });
  it('adds up for invented workspaces, with waivers and a baseline', async () => {
    const seen = { waived: 0, known: 0 };
    await fc.assert(
      fc.asyncProperty(sickWorkspaces, async (definitions) => {
        const texts = Object.fromEntries(Object.entries(definitions).map(([path, one]) => [path, JSON.stringify(one)]));
        const verdict = await verdictOf(await setAside({ ...aroundThem(Object.keys(texts)), ...texts }));
        seen.waived += verdict.summary.checks.waived;
        seen.known += verdict.summary.baseline!.known;
        expectAll(verdict);
      }),
      { numRuns: 40, seed: 11 },
    );
    expect(Math.min(seen.waived, seen.known)).toBeGreaterThan(50);
  });
  it('keeps hostile text from being markup or a command', async () => {
    const { diagnostics, ...verdict } = await verdictOf(filesBelow('test/projects/literal'));
    const texts = [
      ']]></failure><script>alert(1)</script>&amp;"\'',
      '::error::pwned %0A::set-output name=x::y, a:b',
      '##[error]pwned',
      '| a | b |\n|---|---|\n<img src=x onerror=alert(1)> `code` @all <details>',
      '`` ` @all \\`@all` <b>',
      '\u001b[31m\u0000\ud800',
    ];
    const hostile = texts.flatMap((text, i): Diagnostic[] => {
      const base = { ...diagnostics[0]!, message: text, subject: text, help: text, file: `${i}, a:b%.yaml` };
      const waiver = { owner: text, until: '2026-12-31', reason: text, place: base };
      return [base, { ...base, waived: true, waiver }, { ...base, baselined: true }];
    });
    const all = { ...verdict, workspace: { id: 'x', title: texts[3]! }, diagnostics: hostile };
    readXml(renderJunit(input(all)));
    expectGithub(all);
    expectGitlab({ ...all, diagnostics: hostile.filter(({ message }) => !/[\u0000\ud800]/.test(message)) });
    expectMarkdown(all);
  });
  it('tells of more than has space', async () => {
    const verdict = await verdictOf(filesBelow('test/projects/literal'));
    expectMarkdown({ ...verdict, diagnostics: Array(2000).fill(verdict.diagnostics[0]) });
  });
});
