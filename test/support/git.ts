/** Repositories of the real git, untouched by the settings of whoever runs the tests. */
import { execFileSync } from 'node:child_process';
import { type Files, tempFolder, writeFiles } from './temp.ts';

const bob = 'Bob <bob@example.org>';

interface Committing {
  readonly author?: string;
  /** Files to write before; an empty content stays as it is. */
  readonly files?: Files;
}

/** A folder without settings and hooks. */
const noHome = tempFolder();

export class Repository {
  readonly root: string;

  constructor(root = tempFolder()) {
    this.root = root;
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: readonly string[]): string {
    const settings = ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', '-c', 'commit.gpgsign=false'];
    const local = ['-c', `core.hooksPath=${noHome}`, '-c', 'protocol.file.allow=always', '-c', 'core.autocrlf=false'];
    const env = {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: `${noHome}/none`,
      GIT_CONFIG_NOSYSTEM: '1',
      HOME: noHome,
    };
    return execFileSync('git', [...settings, ...local, ...args], {
      cwd: this.root,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  write(files: Files): void {
    writeFiles(this.root, files);
  }

  /** Commits all there is; gives the id. */
  commit(message: string, { author = bob, files = {} }: Committing = {}): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', `--author=${author}`, '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }
}
