/** What the helpers of this folder and its neighbours need of a handler's one argument. */

export interface Executed {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command without a shell in the workspace's folder. Throws when it fails, unless that is allowed. */
export type Exec = (
  argv: readonly string[],
  options?: { readonly env?: Record<string, string>; readonly cwd?: string; readonly allowFailure?: boolean },
) => Promise<Executed>;

/** What a command prints, kept from the terminal of whoever plays. Throws when it does not end with 0. */
export async function outputFrom(exec: Exec, argv: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await exec(argv, { allowFailure: true });
  if (exit !== 0)
    throw new Error(`\`${argv.slice(0, 3).join(' ')}\` ended with ${exit}: ${stderr.trim().slice(-2000)}`);
  return stdout;
}

export interface Log {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue | undefined };

/** What completed steps gave back, by step id. */
export type Outputs = Readonly<Record<string, unknown>>;

/** What handlers and rollbacks both get; `symphonyc check` holds it against the contracts of their beats. */
interface Call<Input, Inputs> {
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
  readonly run: string;
  readonly correlationId: string;
  readonly input: Input;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly exec: Exec;
}

interface Beat<Input, Inputs> extends Call<Input, Inputs> {
  /** The runtime refuses what the beat does not declare. */
  measure(metric: string, value: number | boolean): void;
  evidence(id: string, content: string | JsonObject): Promise<void>;
}

interface Undoing<Input, Inputs> extends Call<Input, Inputs> {
  /** Why it is undone. */
  readonly reason: string;
  /** Puts the state that the symphony declares back as it was before the movement. */
  readonly restore: (...paths: readonly string[]) => Promise<void>;
}

/** A handler of a beat with this input, in a symphony with these inputs. */
export type Handler<Input = object, Inputs = object> = (
  context: Beat<Input, Inputs>,
) => Promise<JsonObject | undefined>;

export type Rollback<Input = object, Inputs = object> = (context: Undoing<Input, Inputs>) => Promise<void>;

/** What a step that came before gave back. Throws when it did not play, which its `needs` should have kept from happening. */
export function outputOf<T>(outputs: Outputs, step: string): T {
  const output = outputs[step];
  if (output === undefined || output === null)
    throw new Error(`\`${step}\` left no result to go on from; play the movement from its beginning`);
  return output as T;
}
