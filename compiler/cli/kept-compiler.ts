/** A host with one TypeScript compiler for all checks: what it has read of packages and of itself is read once. */
import type { CompilerProcess, Host } from '../host/host.ts';

interface KeptCompiler {
  readonly host: Host;
  /** Ends the compiler, if there is one. */
  end(): void;
}

/** The compiler is started when it is first asked for, and again when it has ended. */
export function keepCompiler(host: Host): KeptCompiler {
  let running: CompilerProcess | undefined;
  const start = async (): Promise<CompilerProcess | undefined> => {
    const started = running ?? (await host.startCompiler());
    running ??= started && kept(started, () => (running = undefined));
    return running;
  };
  return { host: { ...host, startCompiler: start }, end: () => running?.kill() };
}

function kept(process: CompilerProcess, forget: () => void): CompilerProcess {
  return {
    folder: process.folder,
    send: (bytes) => process.send(bytes),
    listen: (listener) =>
      process.listen((bytes) => {
        if (!bytes) forget();
        listener(bytes);
      }),
    release: () => {},
    kill: () => {
      forget();
      process.kill();
    },
  };
}
