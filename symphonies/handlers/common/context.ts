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
}

/** What completed steps gave back, by step id. */
export type Outputs = Readonly<Record<string, unknown>>;

/** What a step that came before gave back. Throws when it did not play, which its `needs` should have kept from happening. */
export function outputOf<T>(outputs: Outputs, step: string): T {
  const output = outputs[step];
  if (output === undefined || output === null)
    throw new Error(`\`${step}\` left no result to go on from; play the movement from its beginning`);
  return output as T;
}
