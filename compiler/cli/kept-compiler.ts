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
  const keep = (process: CompilerProcess): CompilerProcess => {
    const forget = (): void => {
      if (running === kept) running = undefined;
    };
    const kept: CompilerProcess = {
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
    return kept;
  };
  let starting: Promise<CompilerProcess | undefined> | undefined;
  const start = async (): Promise<CompilerProcess | undefined> => {
    const started = await host.startCompiler();
    starting = undefined;
    running = started && keep(started);
    return running;
  };
  const startCompiler = async (): Promise<CompilerProcess | undefined> => {
    if (running) return running;
    starting ??= start();
    return starting;
  };
  return { host: { ...host, startCompiler }, end: () => running?.kill() };
}
