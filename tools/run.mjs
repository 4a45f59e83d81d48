/**
 * `npm start`, `npm test` and their relatives: each works alone in a fresh clone with only Node and npm. It installs what
 * is missing, compiles, and does the job. Uses nothing but Node itself, since nothing may be installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: windows && command === 'npm',
    ...options,
  });
  if (error) throw error;
  return status ?? 1;
}

const node = (...args) => run(process.execPath, args);
const bin = (name, ...args) => node(join(root, 'node_modules', name), ...args);

function must(status) {
  if (status !== 0) process.exit(status);
}

/** Installs when nothing is installed, or something else than the lockfile says. */
function install() {
  const marker = join(root, 'node_modules/.package-lock.json');
  const lockfile = join(root, 'package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.error('installing dependencies (npm ci)');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'];
  must(npm?.endsWith('.js') ? node(npm, ...args) : run('npm', args));
}

const jobs = {
  start: () => {
    must(node('tools/compile.mjs'));
    const status = node('dist/symphonyc.cjs', 'build', ...process.argv.slice(3));
    process.exit(status);
  },
  /** The tool itself, on the shipped symphonies: compiled when its sources are newer, and built before it plays. */
  symphonyc: () => {
    if (isOutdated()) must(node('tools/compile.mjs'));
    const stdio = ['ignore', 'ignore', 'inherit'];
    const { status } = spawnSync(process.execPath, ['dist/symphonyc.cjs', 'build'], { cwd: root, stdio });
    // What does not conform has been told; whether it is played all the same is for the command to say.
    if (status !== 1) must(status ?? 1);
    process.exit(node('dist/symphonyc.cjs', ...process.argv.slice(3)));
  },
  test: () => {
    must(node('tools/compile.mjs'));
    must(bin('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'));
    must(bin('typescript/bin/tsc', '--noEmit'));
    process.exit(test(process.argv.slice(3)));
  },
  goldens: () => {
    must(node('tools/compile.mjs'));
    must(bin('vitest/vitest.mjs', 'run', '--update', ...process.argv.slice(3)));
  },
  bench: () => {
    must(node('tools/compile.mjs'));
    must(node('tools/bench/main.mjs', ...process.argv.slice(3)));
  },
};

/** Whether the bundle is older than something that it is made of. */
function isOutdated() {
  const bundle = join(root, 'dist/symphonyc.cjs');
  if (!existsSync(bundle)) return true;
  const built = statSync(bundle).mtimeMs;
  const isNewer = (folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).some(
      (entry) =>
        !entry.parentPath.includes('generated') && statSync(join(entry.parentPath, entry.name)).mtimeMs > built,
    );
  return ['compiler', 'runtime', 'schemas', 'site', 'templates', 'library', 'tools'].some(isNewer);
}

/** Runs all tests and closes with one plain line that counts them. */
function test(args) {
  const folder = mkdtempSync(join(tmpdir(), 'symphonyc-test-'));
  const report = join(folder, 'report.json');
  const status = bin(
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  );
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  }
  rmSync(folder, { recursive: true, force: true });
  return status;
}

const job = jobs[process.argv[2]];
if (!job) {
  console.error(`usage: node tools/run.mjs ${Object.keys(jobs).join(' | ')}`);
  process.exit(2);
}
install();
job();
