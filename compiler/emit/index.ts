/** Model, plans, verdict → artifacts in memory. What a target made of an unchanged symphony is taken from the last build. */

import { digestBytes, digestValue } from '../../runtime/core/digest.ts';
import { append } from '../../runtime/core/lists.ts';
import { compareText } from '../base/text.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Artifact, KeptArtifact, OutputFile } from '../model/artifact.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { SymphonyInput, Target, WorkspaceInput } from '../targets/define.ts';

interface EmitInput {
  readonly targets: readonly Target[];
  /** One for each symphony with a plan; the input itself is made only when nothing can be kept. */
  readonly symphonies: readonly {
    readonly id: string;
    readonly key: string;
    readonly input: () => Promise<SymphonyInput>;
  }[];
  readonly workspace: WorkspaceInput;
  /** What the last build holds for a key, while it is still there unchanged. */
  readonly kept: (key: string) => readonly KeptArtifact[] | undefined;
}

export interface EmitResult {
  readonly outputs: readonly OutputFile[];
  /** By key, for the next build. */
  readonly units: Readonly<Record<string, readonly KeptArtifact[]>>;
  readonly findings: readonly Finding[];
}

export async function emit({ targets, symphonies, workspace, kept }: EmitInput): Promise<EmitResult> {
  const outputs: (OutputFile & { by: string })[] = [];
  const units: Record<string, readonly KeptArtifact[]> = {};
  for (const target of targets) {
    if (target.symphony) {
      for (const symphony of symphonies) {
        const key = digestValue([target.id, target.version, symphony.key]);
        const known = kept(key);
        const files = known ?? target.symphony(await symphony.input()).map(toOutput);
        units[key] = files.map(({ path, digest, size }) => ({ path, digest, size }));
        append(
          outputs,
          files.map((file) => ({ ...file, by: `${target.id} (${symphony.id})` })),
        );
      }
    }
    append(
      outputs,
      (target.workspace?.(workspace) ?? []).map((artifact) => ({ ...toOutput(artifact), by: target.id })),
    );
  }
  const { unique, findings } = withoutConflicts(outputs);
  return { outputs: unique.sort((a, b) => compareText(a.path, b.path)), units, findings };
}

const toOutput = ({ path, bytes }: Artifact): OutputFile => ({
  path,
  digest: digestBytes(bytes),
  size: bytes.length,
  bytes,
});

/** Neither of two outputs with one path is written. Paths are compared without case: some file systems do. */
function withoutConflicts(outputs: readonly (OutputFile & { by: string })[]): {
  unique: OutputFile[];
  findings: Finding[];
} {
  const byPath = new Map<string, (OutputFile & { by: string })[]>();
  for (const output of outputs) {
    const key = output.path.toLowerCase();
    byPath.set(key, [...(byPath.get(key) ?? []), output]);
  }
  const unique: OutputFile[] = [];
  const findings: Finding[] = [];
  for (const group of byPath.values()) {
    const [first, second] = group;
    if (!second) unique.push(first!);
    else
      findings.push(
        finding(
          'OUTPUT_CONFLICT',
          { path: first!.path, first: first!.by, second: second.by },
          fileStart('symphony.yaml'),
        ),
      );
  }
  return { unique, findings };
}
