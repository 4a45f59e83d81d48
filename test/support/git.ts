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

/** What git prints; it knows nothing of the machine's own settings. */
export function git(cwd: string, ...args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b.c',
  };
  const env = { PATH: process.env['PATH'], HOME: noHome, GIT_CONFIG_NOSYSTEM: '1', ...identity };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Makes a repository of a folder, with all that lies in it committed. */
export function repositoryIn(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'a');
  git(folder, 'config', 'user.email', 'a@b.c');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=start');
}
