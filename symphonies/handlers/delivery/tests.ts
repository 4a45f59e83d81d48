/** Runs tests with Node's own test runner, which measures coverage without any package. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exec } from '../common/context.ts';
import { matching } from '../common/files.ts';
import { folderName } from '../common/paths.ts';

export type Tested = {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  /** Skipped and to-do tests; a skipped test is not a pass. */
  readonly left: number;
  readonly lines: number;
  readonly covered: number;
  readonly failures: readonly string[];
};

export interface Patterns {
  readonly tests: readonly string[];
  /** The released code: what no test loads counts as not covered. */
  readonly covers: readonly string[];
  /** Modules that are loaded before the tests. */
  readonly imports: readonly string[];
}

/** Throws when there is no test to run. */
export async function runTests(exec: Exec, run: string, patterns: Patterns): Promise<Tested> {
  const [tests, covers] = await Promise.all([matching(patterns.tests), matching(patterns.covers)]);
  if (tests.length === 0) throw new Error(`no test matches ${patterns.tests.join(', ')}`);
  if (covers.length === 0) throw new Error(`no code matches ${patterns.covers.join(', ')}; play the build first`);
  const lcov = join('.symphony', `coverage-${folderName(run)}.info`);
  const argv = [
    'node',
    ...patterns.imports.flatMap((path) => ['--import', `./${path}`]),
    '--test',
    '--experimental-test-coverage',
    '--test-reporter=tap',
    '--test-reporter-destination=stdout',
    '--test-reporter=lcov',
    `--test-reporter-destination=${lcov}`,
    ...tests,
  ];
  try {
    const { stdout, stderr } = await exec(argv, { allowFailure: true });
    const counts = countsIn(stdout);
    if (counts.tests === 0) throw new Error(`the test runner ran nothing: ${(stderr || stdout).trim().slice(-2000)}`);
    const coverage = coverageOf(await readFile(lcov, 'utf8'), await linesOf(covers));
    return { ...counts, ...coverage };
  } finally {
    await rm(lcov, { force: true });
  }
}

/** The summary at the end of TAP output, and the names of what failed. */
export function countsIn(tap: string): Omit<Tested, 'lines' | 'covered'> {
  const said = (name: string): number => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  const failures = [...tap.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name = '']) => name);
  const failed = said('fail') + said('cancelled');
  return { tests: said('tests'), passed: said('pass'), failed, left: said('skipped') + said('todo'), failures };
}

/** Lines that are not blank, by path: what a file counts for when no test loads it. */
async function linesOf(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = paths.map(async (path): Promise<[string, number]> => {
    const text = await readFile(path, 'utf8');
    return [path, text.split('\n').filter((line) => line.trim() !== '').length];
  });
  return new Map(await Promise.all(counts));
}

/** Adds up an lcov report (https://manpages.debian.org/geninfo: `SF`, `LF`, `LH`) over the files that matter. */
export function coverageOf(lcov: string, files: ReadonlyMap<string, number>): Pick<Tested, 'lines' | 'covered'> {
  const seen = new Map<string, { lines: number; covered: number }>();
  for (const record of lcov.split('end_of_record')) {
    const path = /^SF:(.*)$/m.exec(record)?.[1];
    const lines = Number(/^LF:(\d+)$/m.exec(record)?.[1] ?? 0);
    const covered = Number(/^LH:(\d+)$/m.exec(record)?.[1] ?? 0);
    if (path !== undefined) seen.set(path.replaceAll('\\', '/'), { lines, covered });
  }
  let lines = 0;
  let covered = 0;
  for (const [path, size] of files) {
    const own = seen.get(path) ?? { lines: size, covered: 0 };
    lines += own.lines;
    covered += own.covered;
  }
  return { lines, covered };
}
