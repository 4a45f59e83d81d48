/** What waivers do: to the verdict, to the scores, and what is said about waivers that are none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../../compiler/diagnostics/finding.ts';
import { waive } from '../../compiler/diagnostics/waive.ts';
import type { WrittenWaiver } from '../../compiler/diagnostics/waiver-terms.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { beat, domain, movement, movements, policy, symphony, workspace } from '../../compiler/rules/example.ts';
import { applyEdits } from '../support/edits.ts';
import { aroundThem, sickWorkspaces } from '../support/sick-workspace.ts';
import { checkFiles } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

async function verdictOf(files: Files): Promise<Verdict> {
  const result = await checkFiles(files);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return result.verdict;
}

const told = ({ diagnostics }: Pick<Verdict, 'diagnostics'>): string[] =>
  diagnostics.map(({ code, file, range, waived }) => `${waived ? 'waived ' : ''}${code} ${file}:${range.start.line}`);

const terms = 'until 2026-06-30 by us: It is known.';
const play = (...beats: string[]): string =>
  symphony({ status: 'deprecated', movements: movements(movement('one', ...beats)) });
const needs = (id: string, name: string, comment = ''): string =>
  beat(id, 'run: [make]', 'timeout: 5s', `needs: [${name}]${comment}`);
const files = (...beats: string[]): Record<string, string> => ({ 'build.yaml': domain(), 'play.yaml': play(...beats) });
const entries = (...list: object[]): string =>
  JSON.stringify({ apiVersion: 'symphonyc/v1', kind: 'Waivers', waivers: list });
const entry = (more: object): object => ({
  code: 'NEED_NOT_FOUND',
  owner: 'us',
  reason: 'It is known.',
  until: '2026-06-30',
  ...more,
});

describe('a waiver', () => {
  it('lets pass what is on its line, and says so', async () => {
    const verdict = await verdictOf(files(needs('a', 'x', ` # symphonyc-waive NEED_NOT_FOUND ${terms}`)));
    expect(told(verdict)).toEqual(['waived NEED_NOT_FOUND play.yaml:14']);
    expect(verdict.conforms).toBe(true);
    expect(verdict.diagnostics[0]!.waiver).toEqual({
      owner: 'us',
      until: '2026-06-30',
      reason: 'It is known.',
      place: { file: 'play.yaml', range: expect.objectContaining({ start: { line: 14, column: 20 } }) as object },
    });
    expect(verdict.asOf).toBe('2026-01-01');
  });
  it('above a beat covers the beat, and not the next', async () => {
    const comment = `      # symphonyc-waive NEED_NOT_FOUND ${terms}\n`;
    const verdict = await verdictOf(files(comment + needs('a', 'x'), needs('b', 'x')));
    expect(told(verdict)).toEqual(['waived NEED_NOT_FOUND play.yaml:15', 'NEED_NOT_FOUND play.yaml:19']);
    expect(verdict.conforms).toBe(false);
  });
  it('is of one code', async () => {
    const comment = `      # symphonyc-waive TIMEOUT_MISSING ${terms}\n`;
    const verdict = await verdictOf(files(comment + beat('a', 'run: [make]', 'needs: [x]')));
    expect(told(verdict)).toEqual(['waived TIMEOUT_MISSING play.yaml:12', 'NEED_NOT_FOUND play.yaml:14']);
  });
  it('in `symphony.yaml` is one too', async () => {
    const handlers = `handlers:\n  # symphonyc-waive HANDLER_MODULE_UNUSABLE ${terms}\n  gone: gone.ts`;
    const verdict = await verdictOf({
      'symphony.yaml': workspace('build.yaml, play.yaml', `tools: [make]\n${handlers}`),
      ...files(beat('a')),
    });
    expect(told(verdict)).toEqual(['waived HANDLER_MODULE_UNUSABLE symphony.yaml:9']);
  });
  it.each([
    ['by file', { file: 'play.yaml' }],
    ['by a pattern of files', { file: 'p*.yaml' }],
    ['by subject', { subject: 'play/one/a' }],
    ['by a pattern of subjects', { subject: 'play/**' }],
    ['by both', { file: '*.yaml', subject: 'play/*/a' }],
  ])('in a file of its own names its place %s', async (_, place) => {
    const verdict = await verdictOf({ ...files(needs('a', 'x')), 'symphonyc.waivers.yaml': entries(entry(place)) });
    expect(told(verdict)).toEqual(['waived NEED_NOT_FOUND play.yaml:14']);
    expect(verdict.diagnostics[0]!.waiver!.place.file).toBe('symphonyc.waivers.yaml');
  });
  it('holds on its last day, and not on the next', async () => {
    const until = (day: string) => files(needs('a', 'x', ` # symphonyc-waive NEED_NOT_FOUND until ${day} by us: So.`));
    expect(told(await verdictOf(until('2026-01-01')))).toEqual(['waived NEED_NOT_FOUND play.yaml:14']);
    const expired = await verdictOf(until('2025-12-31'));
    expect(told(expired)).toEqual(['NEED_NOT_FOUND play.yaml:14', 'WAIVER_EXPIRED play.yaml:14']);
    expect(expired.asOf).toBe('2026-01-01');
  });
  it('that a nearer one makes idle is told, and so is a second one', async () => {
    const comment = `# symphonyc-waive NEED_NOT_FOUND ${terms}`;
    const nearer = files(`      ${comment}\n${needs('a', 'x', ` ${comment}`)}`);
    expect(told(await verdictOf(nearer))).toEqual(['WAIVER_UNUSED play.yaml:11', 'waived NEED_NOT_FOUND play.yaml:15']);
    const twice = {
      ...files(needs('a', 'x')),
      'symphonyc.waivers.yaml': entries(entry({ file: '*' }), entry({ file: '*' })),
    };
    expect(told(await verdictOf(twice))).toEqual([
      'waived NEED_NOT_FOUND play.yaml:14',
      'WAIVER_UNUSED symphonyc.waivers.yaml:1',
    ]);
  });
  it('says nothing about the date where there is none', async () => {
    expect((await verdictOf(files(needs('a', 'x')))).asOf).toBeUndefined();
  });
});

describe('a waiver that waives nothing says why', () => {
  const problemOf = async (content: Files): Promise<[string, string | undefined]> => {
    const { diagnostics } = await verdictOf({ ...files(needs('a', 'x')), ...content });
    const [found, ...more] = diagnostics.filter(({ code }) => code.startsWith('WAIVER_'));
    expect(more).toEqual([]);
    expect(diagnostics.filter(({ waived }) => waived)).toEqual([]);
    return [found!.message.replace('this waiver waives nothing: ', ''), found!.help];
  };
  it.each([
    ['NEED_NOT_FOUND', 'it lacks an owner, a reason and an expiry'],
    ['NEED_NOT_FOUND until 2026-12-31 by us', 'it lacks a reason'],
    ['NEED_NOT_FOUND until 2026-12-31 by us:', 'it lacks a reason'],
    ['NEED_NOT_FOUND until 2026-12-31: So.', 'it lacks an owner'],
    ['NEED_NOT_FOUND by us: So.', 'it lacks an expiry'],
    ['NEED_NOT_FOUND until 2026-02-30 by us: So.', '`2026-02-30` is no day'],
    ['NEED_NOT_FOUND until tomorrow by us: So.', '`tomorrow` is no day'],
    [
      'NEED_NOT_FUOND until 2026-12-31 by us: So.',
      'there is no code `NEED_NOT_FUOND`',
      'did you mean `NEED_NOT_FOUND`?',
    ],
    ['YAML_SYNTAX until 2026-12-31 by us: So.', 'YAML_SYNTAX cannot be waived'],
    ['SCHEMA_VIOLATION until 2026-12-31 by us: So.', 'SCHEMA_VIOLATION cannot be waived'],
    ['WAIVER_EXPIRED until 2026-12-31 by us: So.', 'WAIVER_EXPIRED cannot be waived'],
    ['NEED_NOT_FOUND please until 2026-12-31 by us: So.', '`please` stands where `until` or `by` belongs'],
    ['', 'it lacks a code, an owner, a reason and an expiry'],
  ])('%s', async (comment, problem, help?: string) => {
    const [said, why] = await problemOf(files(needs('a', 'x', ` # symphonyc-waive ${comment}`)));
    expect(said).toBe(problem);
    expect(why).toBe(help ?? 'write `# symphonyc-waive CODE until YYYY-MM-DD by OWNER: REASON`');
  });
  it('a word that only begins like the marker', async () => {
    const [said] = await problemOf(files(needs('a', 'x', ` # symphonyc-waives NEED_NOT_FOUND ${terms}`)));
    expect(said).toBe('it begins with `symphonyc-waives` instead of `symphonyc-waive`');
  });
  it.each<[object | string, string, string?]>([
    [entry({}), 'it names no place'],
    [{ ...entry({ file: 'x' }), ownr: 'us' }, 'it has no field `ownr`', 'did you mean `owner`?'],
    [entry({ file: 'x', owner: 3 }), 'its `owner` is no text'],
    [entry({ file: 'x', reason: ' ' }), 'it lacks a reason'],
    ['text', 'it is no mapping'],
  ])('an entry: %j', async (one, problem, help) => {
    const list = { apiVersion: 'symphonyc/v1', kind: 'Waivers', waivers: [one] };
    const [said, why] = await problemOf({ 'symphonyc.waivers.yaml': JSON.stringify(list) });
    expect(said).toBe(problem);
    if (help) expect(why).toBe(help);
  });
  it.each([
    ['kind: Waiver\napiVersion: symphonyc/v1\n', '`kind` of `symphonyc.waivers.yaml` is not `Waivers`'],
    ['[]', '`symphonyc.waivers.yaml` holds no mapping'],
    ['apiVersion: symphonyc/v1\nkind: Waivers\nwaivers: 3\n', '`waivers` is no list'],
    ['apiVersion: symphonyc/v1\nkind: Waivers\nwaiver: []\n', '`symphonyc.waivers.yaml` has no field `waiver`'],
  ])('a file: %j', async (text, problem) => {
    expect((await problemOf({ 'symphonyc.waivers.yaml': text }))[0]).toBe(problem);
  });
  it('a file that cannot be read is told as any other, and takes no score away', async () => {
    const sound = await verdictOf(files(beat('a')));
    const broken = await verdictOf({ ...files(beat('a')), 'symphonyc.waivers.yaml': 'a: [' });
    expect(told(broken)).toEqual(['YAML_SYNTAX symphonyc.waivers.yaml:1']);
    expect(broken.conforms).toBe(false);
    expect(broken.scores).toEqual(sound.scores);
  });
});

describe('a waiver is not called unused', () => {
  const comment = `      # symphonyc-waive POLICY_VIOLATED ${terms}\n`;
  it('while its code waits for another repair', async () => {
    const content = {
      'build.yaml': domain(),
      'play.yaml': symphony({
        status: 'deprecated',
        extra: 'policies: [gone]',
        movements: movements(movement('one', comment + beat('a'))),
      }),
    };
    expect(told(await verdictOf(content))).toEqual(['POLICY_NOT_FOUND play.yaml:7']);
  });
  it('while anything cannot be read', async () => {
    expect(told(await verdictOf({ ...files(comment + beat('a')), 'zz.yaml': 'a: [' }))).toEqual([
      'YAML_SYNTAX zz.yaml:1',
    ]);
  });
});

it('what takes waivers out leaves the rest as it was', async () => {
  const block = `apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  # One.\n  - code: NEED_NOT_FOUND\n    file: gone.yaml\n    owner: us\n    reason: So.\n    until: 2026-12-31\n  - { code: NEED_NOT_FOUND, file: play.yaml, owner: us, reason: So, until: 2026-12-31 }\n`;
  const content: Record<string, string> = { ...files(needs('a', 'x', ' # no')), 'symphonyc.waivers.yaml': block };
  const { diagnostics } = await verdictOf(content);
  const fix = diagnostics.find(({ code }) => code === 'WAIVER_UNUSED')!.fix!;
  expect(fix.safe).toBe(true);
  const after = applyEdits(block, fix.edits);
  expect(after).toBe(block.replace(/ {2}- code[\s\S]*2026-12-31\n(?= {2}-)/, ''));
  expect(told(await verdictOf({ ...content, 'symphonyc.waivers.yaml': after }))).toEqual([
    'waived NEED_NOT_FOUND play.yaml:14',
  ]);
  const commented = block.replace('owner: us\n', 'owner: us # ours\n');
  const kept = await verdictOf({ ...content, 'symphonyc.waivers.yaml': commented });
  expect(kept.diagnostics.find(({ code }) => code === 'WAIVER_UNUSED')).toMatchObject({ fix: undefined });
  const last = applyEdits(after, [
    { ...fix.edits[0]!, range: { start: { line: 5, column: 1 }, end: { line: 6, column: 1 } } },
  ]);
  expect(told(await verdictOf({ ...content, 'symphonyc.waivers.yaml': last }))).toEqual([
    'NEED_NOT_FOUND play.yaml:14',
  ]);
});

describe('checks', () => {
  it('are waived when all that they found is, and not before', async () => {
    const line = (code: string) => ` # symphonyc-waive ${code} ${terms}`;
    const two = (first: string, second: string) =>
      files(beat('a', 'run: [make]', 'timeout: 5s', 'needs:', `  - x${first}`, `  - y${second}`));
    const both = await verdictOf(two(line('NEED_NOT_FOUND'), line('NEED_NOT_FOUND')));
    const one = await verdictOf(two(line('NEED_NOT_FOUND'), ''));
    const tally = ({ rules }: Verdict) => rules.find(({ code }) => code === 'NEED_NOT_FOUND');
    expect(tally(both)).toMatchObject({ checks: 1, violations: 1, waived: 1 });
    expect(tally(one)).toMatchObject({ checks: 1, violations: 1, waived: 0 });
    expect(both.summary.checks.waived).toBe(1);
    expect(both.scores.overall).toBe(one.scores.overall);
    expect(both.scores.waived).toBeGreaterThan(both.scores.overall!);
    expect(one.scores.waived).toBe(one.scores.overall);
  });
});

it('a check that waits for another repair as well is not waived', async () => {
  const of = (policies: string) => ({
    'build.yaml': domain(),
    'bounded.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
    'play.yaml': symphony({
      status: 'deprecated',
      extra: `policies: [${policies}]`,
      movements: movements(movement('one', beat('a', 'run: [make]'))),
    }),
    'symphonyc.waivers.yaml': entries(entry({ code: 'POLICY_VIOLATED', file: '*' })),
  });
  const tally = async (policies: string) =>
    (await verdictOf(of(policies))).rules.find(({ code }) => code === 'POLICY_VIOLATED');
  expect(await tally('bounded')).toMatchObject({ waived: 1 });
  expect(await tally('bounded, gone')).toMatchObject({ waived: 0 });
});

/** Not rounded. */
const rawScores = ({ scores: { dimensions } }: Verdict): number[] =>
  dimensions.map(({ checkedWeight, violatedWeight }) => (checkedWeight === 0 ? 1 : 1 - violatedWeight / checkedWeight));

it('no waiver raises a raw score or takes a violation out of the verdict, and the counts add up', async () => {
  let waived = 0;
  const chosen = fc.array(fc.tuple(fc.nat(), fc.constantFrom('2026-12-31', '2025-12-31', 'soon'), fc.boolean()), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(sickWorkspaces, chosen, async (definitions, choices) => {
      const texts = Object.fromEntries(Object.entries(definitions).map(([path, one]) => [path, JSON.stringify(one)]));
      const content = { ...aroundThem(Object.keys(texts)), ...texts };
      const before = await verdictOf(content);
      if (before.diagnostics.length === 0) return;
      const list = choices.map(([n, until, byFile]) => {
        const { code, file, subject } = before.diagnostics[n % before.diagnostics.length]!;
        return { code, ...(byFile ? { file } : { subject }), owner: 'us', reason: 'So.', until };
      });
      const after = await verdictOf({ ...content, 'symphonyc.waivers.yaml': entries(...list) });
      const own = (one: Diagnostic): boolean => !one.code.startsWith('WAIVER_');
      expect(after.diagnostics.filter(own).map(({ code, message, range }) => [code, message, range])).toEqual(
        before.diagnostics.map(({ code, message, range }) => [code, message, range]),
      );
      for (const [i, score] of rawScores(after).entries()) expect(score).toBeLessThanOrEqual(rawScores(before)[i]!);
      for (const { raw, waived: without } of after.scores.dimensions)
        expect(without ?? 1).toBeGreaterThanOrEqual(raw ?? 1);
      const { made, passed, failed, waived: passing, notEvaluated } = after.summary.checks;
      expect(passed + failed + passing + notEvaluated).toBe(made);
      expect(after.rules.reduce((sum, rule) => sum + rule.waived, 0)).toBe(passing);
      expect(after.rules.every((rule) => rule.waived <= rule.violations)).toBe(true);
      expect(passing).toBeLessThanOrEqual(after.diagnostics.filter((one) => one.waived).length);
      waived += passing;
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(waived).toBeGreaterThan(50);
});

it('of a great many waivers of one beat one counts', async () => {
  const many = 4000;
  const comment = `      # symphonyc-waive TIMEOUT_MISSING ${terms}\n`;
  const play = symphony({
    status: 'deprecated',
    movements: movements(movement('one', comment.repeat(many) + beat('a', 'run: [make]'))),
  });
  const verdict = await verdictOf({ 'build.yaml': domain(), 'play.yaml': play });
  expect(verdict.diagnostics.filter(({ code }) => code === 'WAIVER_UNUSED').length).toBe(many - 1);
});

describe('the entries of the file', () => {
  const place = { file: 'x.yaml', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } };
  const written = (reason: string, about: { file?: string; subject?: string }): WrittenWaiver => ({
    place,
    terms: { code: 'NEED_NOT_FOUND', owner: 'us', until: '2026-06-30', reason },
    about,
  });
  /** The reason for which each subject is waived, and how often findings were looked at. */
  function waived(waivers: readonly WrittenWaiver[], subjects: readonly string[]) {
    let looks = 0;
    const found = subjects.map((subject) => ({
      ...finding('NEED_NOT_FOUND', {} as never, place),
      get subject() {
        looks++;
        return subject;
      },
    }));
    const glob = (pattern: string) => (path: string) => path.startsWith(pattern.replace('*', ''));
    const result = waive({ findings: found, waivers, asOf: '2026-01-01', glob, isSettled: () => true });
    return { reasons: found.map((one) => result.waived.get(one)?.reason), looks };
  }

  it.each([
    ['a pattern', { subject: 'a*' }],
    ['a file', { file: 'x.yaml' }],
    ['a subject', { subject: 'ab' }],
    ['both', { file: 'x.yaml', subject: 'ab' }],
    ['a pattern in a file', { file: 'x.yaml', subject: '*' }],
  ])('count in their order: %s first', (_, first) => {
    const others = [{ subject: 'b*' }, { subject: 'ab' }, { file: 'x.yaml' }, { subject: 'a*' }];
    const all = [first, ...others].map((about, i) => written(String(i), about));
    expect(waived(all, ['ab']).reasons).toEqual(['0']);
    expect(waived(all.slice(1), ['ab', 'b', 'c']).reasons).toEqual(['2', '1', '3']);
  });
  it('are not gone through for each finding when they name single places', () => {
    const subjects = Array.from({ length: 500 }, (_, i) => `s${i}`);
    const { reasons, looks } = waived(
      subjects.map((subject) => written(subject, { subject })),
      subjects,
    );
    expect(reasons).toEqual(subjects);
    expect(looks).toBeLessThan(20 * subjects.length);
  });
  it('are limited in number, over all documents of the file', async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => entry({ subject: `play/x${i}` }));
    const all = {
      ...files(needs('a', 'x')),
      'symphonyc.waivers.yaml': `${entries(...many)}\n---\n${entries(...many)}\n`,
    };
    const { diagnostics } = await verdictOf(all);
    const beyond = diagnostics.filter(({ code }) => code === 'WAIVER_INCOMPLETE').map(({ message }) => message);
    expect(beyond).toEqual([expect.stringMatching(/number 2001 of 3000.* may hold 2000/)]);
    expect(diagnostics.filter(({ code }) => code === 'WAIVER_UNUSED').length).toBe(2_000);
  });
});
