/** The sample monorepo with the shipped symphonies in a folder of its own, built and played by the bundle. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { RunResult } from '../../runtime/model/result.ts';
import { finished, type ProcessResult, runBundle, startBundle, testEnvironment } from './cli.ts';
import { repository } from './plans.ts';
import { treeOf } from './run-support.ts';

const copied = [
  'symphony.yaml',
  'symphonies',
  'samples',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
  '.gitignore',
];

/** What a build leaves in the sample. */
const generated = new Set(['dist', 'catalog', 'manifests', 'artifacts', 'governance', 'generated']);

export interface Played extends ProcessResult {
  readonly result: RunResult;
  readonly metrics: Readonly<Record<string, number | boolean>>;
}

export interface Sample {
  readonly root: string;
  read(path: string): string;
  exists(path: string): boolean;
  /** Changes a text in a file, which must be there. Gives back what puts it back. */
  edit(path: string, from: string, to: string): () => void;
  /** Path → bytes as base64 of all files below a folder. */
  tree(path: string): Record<string, string>;
  /** `symphonyc build`. */
  compile(): Promise<ProcessResult>;
  /** `symphonyc run build-pipeline`, or with `--resume` what that names, without what follows. */
  play(...argv: readonly string[]): Promise<Played>;
  /** What was played to its end, oldest first. */
  readonly plays: readonly Played[];
  /** Kills the run as soon as it says `text`. */
  playUntil(argv: readonly string[], text: string): Promise<void>;
  remove(): void;
}

const playing = (argv: readonly string[]): string[] =>
  argv.includes('--resume') ? ['run', ...argv] : ['run', 'build-pipeline', ...argv];

/** A copy without anything built. Nothing is installed: the packages are those of the repository. */
export function sampleWorkspace(): Sample {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'symphonyc-sample-')));
  for (const path of copied)
    cpSync(join(repository, path), join(root, path), {
      recursive: true,
      filter: (from) => !(from.includes('renderx') && generated.has(basename(from))),
    });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const environment = testEnvironment();
  const command = (argv: readonly string[]) => runBundle(argv, { cwd: root, environment });
  const plays: Played[] = [];
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  return {
    root,
    read,
    exists: (path) => existsSync(join(root, path)),
    edit: (path, from, to) => {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
      writeFileSync(
        join(root, path),
        text.replace(from, () => to),
      );
      return () => writeFileSync(join(root, path), text);
    },
    tree: (path) => treeOf(join(root, path)),
    compile: () => command(['build']),
    plays,
    play: async (...argv) => {
      const ended = await command([...playing(argv), '--alone', '--format', 'json']);
      const result = JSON.parse(ended.out) as RunResult;
      const metrics = Object.fromEntries(result.metrics.map(({ metric, value }) => [metric, value]));
      plays.push({ ...ended, result, metrics });
      return plays.at(-1)!;
    },
    playUntil: async (argv, text) => {
      const child = startBundle([...playing(argv), '--alone'], { cwd: root, environment });
      let told = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (told.includes(text)) child.kill('SIGKILL');
      });
      const { signal, err } = await finished(child);
      if (signal !== 'SIGKILL') throw new Error(`the run ended before it said "${text}": ${err}`);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
