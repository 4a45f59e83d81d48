/** A copy of the shipped symphonies in a repository of its own, built and played by the bundle as users do. */
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ProcessResult, runBundle, testEnvironment } from './cli.ts';
import { git, repositoryIn } from './git.ts';
import { repository } from './plans.ts';
import { type Files, tempFolder, writeFiles } from './temp.ts';

const parts = ['symphonies', 'symphony.yaml', 'package.json', 'package-lock.json'];

export class Shipped {
  readonly root: string;
  readonly #environment = testEnvironment();

  constructor(more: Files = {}) {
    this.root = tempFolder();
    for (const part of parts) cpSync(join(repository, part), join(this.root, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    writeFiles(this.root, { '.gitignore': 'out\n.symphony/\nnode_modules\n', ...more });
    repositoryIn(this.root);
  }

  symphonyc(...argv: readonly string[]): Promise<ProcessResult> {
    return runBundle(argv, { cwd: this.root, environment: this.#environment });
  }

  /** Builds, whatever is wrong with it. */
  async build(): Promise<void> {
    expect((await this.symphonyc('build')).code).toBeLessThan(2);
  }

  run(symphony: string, ...more: readonly string[]): Promise<ProcessResult> {
    return this.symphonyc('run', symphony, '--allow-nonconforming', ...more);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Changes a text that must be there, and commits that. */
  drift(path: string, from: string, to: string): void {
    const text = this.read(path);
    expect(text).toContain(from);
    writeFileSync(join(this.root, path), text.replace(from, to));
    this.git('commit', '--quiet', '--all', '--message=drift');
  }

  git(...args: readonly string[]): string {
    return git(this.root, ...args);
  }

  /** The subjects of the commits, oldest first. */
  subjects(): string[] {
    return this.git('log', '--reverse', '--format=%s').trim().split('\n');
  }

  names(folder: string): string[] {
    return existsSync(join(this.root, folder)) ? readdirSync(join(this.root, folder)).sort() : [];
  }
}
