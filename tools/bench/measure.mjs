/** Whole processes timed in pairs, A B A B …: the ratio of each pair holds on a machine whose speed drifts. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const env = { ...process.env, NO_COLOR: '1' };
// Certificates from a file are read at every start of Node and would double its time.
delete env.NODE_EXTRA_CA_CERTS;

/** Runs `node ARGS`, with `more` in its environment, and gives the milliseconds it took, be it that it ends itself with SIGKILL. */
export function time(args, before = () => {}, more = {}) {
  before();
  const start = process.hrtime.bigint();
  const options = { env: { ...env, ...more }, encoding: 'utf8', maxBuffer: 1 << 28 };
  const { status, signal, stderr } = spawnSync(process.execPath, args, options);
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0 && signal !== 'SIGKILL') throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Medians of A, of B, and of the ratios pair by pair; one pair to warm up. */
export function pair(a, b, runs, before = {}) {
  const rows = [];
  for (let i = 0; i <= runs; i++) {
    const row = { a: time(a, before.a), b: time(b, before.b) };
    if (i > 0) rows.push(row);
  }
  return {
    a: median(rows.map((row) => row.a)),
    b: median(rows.map((row) => row.b)),
    ratio: median(rows.map((row) => row.a / row.b)),
  };
}

/** The largest resident set of `node ARGS`, in MiB. */
export function peakMemory(args) {
  const file = join(tmpdir(), `symphonyc-rss-${process.pid}`);
  const hook = fileURLToPath(new URL('./peak-memory.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', hook, ...args], {
    env: { ...env, PEAK_MEMORY_FILE: file },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  const kib = Number(readFileSync(file, 'utf8'));
  rmSync(file);
  return kib / 1024;
}
