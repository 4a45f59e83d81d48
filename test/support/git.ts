/** Real repositories around workspaces of tests. */
import { execFileSync } from 'node:child_process';
import { tempFolder } from './temp.ts';

const home = tempFolder();

/** What git prints; it knows nothing of the machine's own settings. */
export function git(cwd: string, ...args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b.c',
  };
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...identity };
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
