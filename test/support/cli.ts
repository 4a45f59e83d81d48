/** The command line from outside: in this process with captured streams, or the bundle as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { CliContext, ExitCode } from '../../compiler/cli/define.ts';
import { main } from '../../compiler/cli/main.ts';
import type { Host } from '../../compiler/host/host.ts';
import { nodeHost } from '../../compiler/host/node.ts';
import { tempFolder } from './temp.ts';

export type Environment = Readonly<Record<string, string>>;

export interface CliResult<Code = ExitCode> {
  readonly code: Code;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly host?: Host;
  readonly color?: boolean;
  readonly terminal?: boolean;
}

/** An Ed25519 key that every build of a test file is signed with, so that equal inputs give equal bytes. */
export const signingKey: string = String(
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

/** Keys go to a folder of the test; builds are signed with `signingKey`. */
export const testEnvironment = (config: string = tempFolder()): Environment => ({
  SYMPHONYC_CONFIG_HOME: config,
  SYMPHONYC_SIGNING_KEY: signingKey,
});

/** The real file system, with an environment of the test's own. */
export const hostWith = (environment: Environment, host: Host = nodeHost): Host => ({
  ...host,
  env: (name) => environment[name],
});

let sharedHost: Host | undefined;

/** Runs one command line in this process. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<CliResult> {
  sharedHost ??= hostWith(testEnvironment());
  const out: string[] = [];
  const err: string[] = [];
  const context: CliContext = {
    host: options.host ?? sharedHost,
    cwd: options.cwd,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    terminal: options.terminal ?? false,
    color: options.color ?? false,
    onInterrupt: () => () => undefined,
  };
  const code = await main(context, argv);
  return { code, out: out.join(''), err: err.join('') };
}

export const bundle: string = fileURLToPath(new URL('../../dist/symphonyc.cjs', import.meta.url));

export interface SpawnOptions {
  readonly cwd: string;
  readonly environment?: Environment;
  /** Another copy of the bundle. */
  readonly script?: string;
  readonly stdio?: ['ignore' | 'pipe', 'pipe' | number, 'pipe' | number];
}

/** Starts the bundle. PATH is all it inherits. */
export function startBundle(argv: readonly string[], options: SpawnOptions): ChildProcess {
  const environment = options.environment ?? testEnvironment();
  return spawn(process.execPath, [options.script ?? bundle, ...argv], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
  });
}

export interface ProcessResult extends CliResult<number | null> {
  readonly signal: NodeJS.Signals | null;
}

/** What a process wrote, and how it ended. */
export function finished(child: ChildProcess): Promise<ProcessResult> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => void out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => void err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs the bundle to its end. */
export const runBundle = (argv: readonly string[], options: SpawnOptions): Promise<ProcessResult> =>
  finished(startBundle(argv, options));

/**
 * The first character that is not shown as text: controls but line feeds, formats (such as those that turn the direction
 * of text or have no width), separators of lines and lone surrogates. Joiners inside emoji are none of these.
 */
export const hiddenIn = (text: string): string | undefined =>
  /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.exec(
    text.replace(/(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic})/gu, ''),
  )?.[0];

/** A command that did what it is for: an exit code of the contract, and nothing on the terminal but plain text. */
export function expectCivil({ code, out, err }: CliResult<number | null>): void {
  expect(err).not.toContain('symphonyc itself failed');
  expect([0, 1, 2, 4]).toContain(code);
  expect([hiddenIn(out), hiddenIn(err)]).toEqual([undefined, undefined]);
}

/** What `--format json` gives, as far as tests look at it. */
export interface JsonVerdict {
  readonly conforms: boolean;
  readonly files: { readonly seen: number; readonly compiled: number; readonly skipped: readonly { file: string }[] };
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly file: string;
    readonly range: {
      readonly start: { line: number; column: number };
      readonly end: { line: number; column: number };
    };
  }[];
}

export interface Checked extends CliResult {
  readonly verdict: JsonVerdict;
  /** `CODE file:line:column`, the codes that `only` names or all. */
  places(...only: readonly string[]): string[];
}

/** `symphonyc check` without a cache, for people and for programs in one go; both must be civil. */
export async function checkFolder(cwd: string, ...argv: readonly string[]): Promise<Checked> {
  const report = join(tempFolder(), 'verdict.json');
  const result = await runCli(['check', '--no-cache', '--output', `json=${report}`, ...argv], { cwd });
  expectCivil(result);
  const text = readFileSync(report, 'utf8');
  expect(hiddenIn(text)).toBeUndefined();
  const verdict = JSON.parse(text) as JsonVerdict;
  expect(verdict.diagnostics.filter(({ code }) => code === 'INTERNAL_ERROR')).toEqual([]);
  expect(result.code).toBe(verdict.conforms ? 0 : 1);
  const places = (...only: readonly string[]): string[] =>
    verdict.diagnostics
      .filter(({ code }) => only.length === 0 || only.includes(code))
      .map(({ code, file, range: { start } }) => `${code} ${file}:${start.line}:${start.column}`);
  return { ...result, verdict, places };
}
