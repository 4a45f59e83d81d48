/**
 * What contracts are made of: what the runtime gives to handlers (`runtime/act/context.ts`) and takes from them
 * (`runtime/act/actions.ts`), as types. The types that a build writes say the same for those who write handlers, and more
 * narrowly where that helps them.
 */

/** Declarations at the top of the module that states the contracts. */
export const contractTypes = `
type Dynamics = 'p' | 'mf' | 'f' | 'ff';
type Log = (message?: any, fields?: any) => void;
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : any;
type Call<Symphony, Movement, Beat, Step, Input, Inputs> = {
  symphony: Symphony; movement: Movement; beat: Beat; step: Step; run: string; correlationId: string;
  dynamics: Dynamics; environment: string | null; level: number; concurrency: number; input: Input; inputs: Inputs;
  outputs: { readonly [step: string]: any }; played: readonly Played[]; signal: Signal;
  log: { debug: Log; info: Log; warn: Log; error: Log }; exec: Exec;
};
type Played = {
  symphony: string; movement: string; beat: string; step: string; status: 'done' | 'failed' | 'waiting' | 'skipped';
  startedAt: string; durationMs: number; attempts: number;
};
type Exec = (
  argv: readonly string[],
  options?: { env?: { readonly [name: string]: string }; cwd?: string; allowFailure?: boolean },
) => Promise<{ exit: number; stdout: string; stderr: string }>;
// A handler may say that it names any text, or more than the beat declares: which name it gives, the runtime looks at.
type Name<S, Declared> = string extends S ? S : [S & Declared] extends [never] ? Undeclared<Declared> : S;
type Undeclared<Declared> = [Declared] extends [never] ? '(nothing)' : Declared;
type HandlerContext<C, Emits, Measures, Evidence> = C & {
  attempt: number;
  emit: <S extends string>(event: Name<S, Emits>, payload?: any) => void;
  measure: <S extends string>(metric: Name<S, Measures>, value: any) => void;
  evidence: <S extends string>(id: Name<S, Evidence>, content: any) => Promise<void>;
};
type Handler<C, Emits, Measures, Evidence> = (context: HandlerContext<C, Emits, Measures, Evidence>) => unknown;
type Rollback<C> = (
  context: C & { output: any; reason: string; restore: (...paths: readonly string[]) => Promise<void> },
) => unknown;
// What a function gives back that cannot be written as JSON, as far down as that is likely.
type IsAny<T> = 0 extends 1 & T ? true : false;
type Unwritable<F> = IsAny<F> extends true ? never : F extends (...all: any) => infer R ? Lost<Awaited<R>> : never;
type Lost<T> = IsAny<T> extends true ? never : T extends symbol | ((...all: any) => unknown) ? T : Big<T, [1, 1, 1]>;
type Big<T, Depth extends unknown[]> = IsAny<T> extends true ? never : T extends bigint ? T
  : T extends (...all: any) => unknown ? never : T extends { toJSON(): unknown } ? never
  : Depth extends [unknown, ...infer Less] ? T extends readonly (infer E)[] ? Big<E, Less>
  : T extends object ? { [K in keyof T]-?: Big<T[K], Less> }[keyof T] : never : never;
`;
