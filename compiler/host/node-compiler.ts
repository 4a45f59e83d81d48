/** TypeScript's native compiler, spoken to over its standard streams. */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CompilerProcess } from './host.ts';

/** So long it may think about one answer. Thousands of handlers take a few seconds. */
const patienceMs = 60_000;

/** The files that are asked about are read here, so that what was read is known. */
const callbacks = ['readFile', 'fileExists', 'directoryExists', 'getAccessibleEntries', 'realpath'];

/** Undefined when there is none for this system, or it does not start. */
export async function startCompiler(): Promise<CompilerProcess | undefined> {
  const folder = compilerFolder();
  if (folder === undefined) return undefined;
  // In the bundle, this file lies in what every command loads.
  const { spawn } = await import('node:child_process');
  const path = join(folder, process.platform === 'win32' ? 'tsc.exe' : 'tsc');
  const child = spawn(path, ['--api', '--async', '--cwd', folder, `--callbacks=${callbacks.join(',')}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  let listener: (bytes: Uint8Array | undefined) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (bytes: Uint8Array) => {
    clearTimeout(timer);
    listener(bytes);
  });
  // Writing to one that has ended; that it has is told below.
  child.stdin.on('error', () => {});
  child.on('close', () => {
    clearTimeout(timer);
    listener(undefined);
  });
  const kill = (): void => {
    clearTimeout(timer);
    child.kill('SIGKILL');
  };
  const running: CompilerProcess = {
    folder: folder.replaceAll('\\', '/'),
    send: (bytes) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      child.stdin.write(bytes);
    },
    listen: (next) => {
      listener = next;
    },
    release: kill,
    kill,
  };
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('spawn', () => resolve(running));
  });
}

/** Where npm puts the build for this system: a package of its own, beside or inside the one that asks for it. */
function compilerFolder(): string | undefined {
  try {
    const program = createRequire(realpathSync(process.argv[1] ?? '.'));
    const typescript = createRequire(program.resolve('typescript/package.json'));
    const build = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
    const folder = join(dirname(typescript.resolve(build)), 'lib');
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
