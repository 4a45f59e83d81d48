/** Fixes as `symphonyc fix` plans them, for a workspace in memory and with any rules. */
import { fixChecks } from '../../compiler/cli/fix-checks.ts';
import { readWorkspaceOptions } from '../../compiler/cli/workspace-options.ts';
import { Desk } from '../../compiler/fix/desk.ts';
import { toBytes } from '../../compiler/fix/lines.ts';
import { overlay } from '../../compiler/fix/overlay.ts';
import { type FixPlan, planFixes } from '../../compiler/fix/plan.ts';
import { memoryHost } from '../../compiler/host/memory.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import type { Registries } from '../../compiler/pipeline.ts';
import { registries, root, withWorkspace } from './workspace.ts';

export interface Planned {
  readonly plan: FixPlan;
  /** The findings before. */
  readonly before: readonly Diagnostic[];
  /** The files after. */
  readonly files: Readonly<Record<string, string>>;
}

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Plans the fixes of `files` that are wanted; all when nothing is said. */
export async function planFor(
  files: Readonly<Record<string, string | Uint8Array>>,
  wants: (diagnostic: Diagnostic) => boolean = () => true,
  using: Registries = registries,
): Promise<Planned> {
  const content = withWorkspace(files);
  const host = memoryHost(Object.fromEntries(Object.entries(content).map(([path, one]) => [`${root}/${path}`, one])));
  const context = {
    host,
    cwd: root,
    out: () => {},
    err: () => {},
    terminal: false,
    color: false,
    onInterrupt: () => () => undefined,
  };
  const options = readWorkspaceOptions(context, { format: 'pretty', output: [], asOf: '2026-01-01' });
  const checkOn = fixChecks(context, options, using);
  const start = await checkOn(host);
  const desk = new Desk(host, root, 'out', start.digests);
  const check = (changed: ReadonlyMap<string, Uint8Array>) => checkOn(overlay(host, desk, changed));
  const plan = await planFixes({ rules: using.rules, desk, start, check, wants });
  const after = Object.fromEntries(plan.changed.map(({ file, after: lines }) => [file.path, text(toBytes(lines))]));
  const before = Object.fromEntries(
    Object.entries(content).map(([path, one]) => [path, typeof one === 'string' ? one : text(one)]),
  );
  return { plan, before: start.diagnostics, files: { ...before, ...after } };
}
