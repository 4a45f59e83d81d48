/** The workspaces of the repository: what ships conforms, and the literal text of its sources does not. */
import { describe, expect, it } from 'vitest';
import { filesBelow, shippedWorkspace } from '../support/project.ts';
import { checkFiles } from '../support/workspace.ts';

async function verdictOf(files: Record<string, string>) {
  const result = await checkFiles(files);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return result.verdict;
}

const places = (verdict: Awaited<ReturnType<typeof verdictOf>>, severities: readonly string[]) =>
  verdict.diagnostics
    .filter((diagnostic) => severities.includes(diagnostic.severity))
    .map(({ code, file, range, message }) => `${file}:${range.start.line}:${range.start.column} ${code} ${message}`);

describe('the shipped workspace', () => {
  it('conforms, without a violation of any severity', async () => {
    const verdict = await verdictOf(shippedWorkspace());
    expect(places(verdict, ['critical', 'major', 'minor'])).toEqual([]);
    expect(verdict.conforms).toBe(true);
    expect(verdict.files).toEqual({ seen: verdict.files.compiled, compiled: verdict.files.compiled, skipped: [] });
  });
  it('has 17, 39, 20 and 24 beats, counted from the content', async () => {
    const { summary } = await verdictOf(shippedWorkspace());
    expect(summary.symphonies).toEqual([
      { id: 'build-pipeline', movements: 6, beats: 39 },
      { id: 'safe-continuous-delivery-pipeline', movements: 4, beats: 17 },
      { id: 'symphonia-conformity-alignment-pipeline', movements: 3, beats: 20 },
      { id: 'symphony-report-pipeline', movements: 6, beats: 24 },
    ]);
  });
  it('has the 19 policies of its sources, all of them enforced', async () => {
    const files = shippedWorkspace();
    const policies =
      Object.values(files)
        .join('\n')
        .match(/^kind: Policy$/gm) ?? [];
    expect(policies.length).toBeGreaterThanOrEqual(19);
  });
});

describe('the literal text of the sources', () => {
  it('is reported for its contradictions', async () => {
    const verdict = await verdictOf(filesBelow('test/projects/literal'));
    expect(verdict.conforms).toBe(false);
    expect(places(verdict, ['critical', 'major', 'minor'])).toMatchSnapshot();
  });
});

describe('the bakery', () => {
  it('is active throughout and has nothing to complain about, not even information', async () => {
    const files = filesBelow('test/projects/bakery');
    const verdict = await verdictOf(files);
    expect(places(verdict, ['critical', 'major', 'minor', 'info'])).toEqual([]);
    expect(Object.values(files).join('\n')).not.toMatch(/^status: draft$/m);
  });
});
