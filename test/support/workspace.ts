/** Compiles a workspace that lives in memory, through the same pipeline as the command line. */

import { recordingHost } from '../../compiler/cache/recording-host.ts';
import { openSession } from '../../compiler/cache/session.ts';
import { collect } from '../../compiler/diagnostics/collect.ts';
import { kinds, kindValidators } from '../../compiler/generated/kinds.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { targets } from '../../compiler/generated/targets.ts';
import { memoryHost } from '../../compiler/host/memory.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import { type Checked, check, type Registries } from '../../compiler/pipeline.ts';
import { startCompiler } from './compiler.ts';

export const registries: Registries = {
  kinds,
  validators: kindValidators,
  rules,
  targets: Object.keys(targets).sort(),
};

export const root = '/work';

/** Adds a workspace over every YAML and JSON file, with `make` as a tool, when `files` brings none of its own. */
export function withWorkspace(
  files: Readonly<Record<string, string | Uint8Array>>,
): Record<string, string | Uint8Array> {
  if ('symphony.yaml' in files) return { ...files };
  const sources = Object.keys(files).filter(
    (name) => /\.(ya?ml|json)$/.test(name) && !/(?:package(?:-lock)?|tsconfig)\.json$|^symphonyc\./.test(name),
  );
  const text = `apiVersion: symphonyc/v1\nkind: Workspace\nid: example\ntitle: Example\nsources: ${JSON.stringify(sources)}\ntools: [make]\n`;
  return { 'symphony.yaml': text, ...files };
}

/** What the small symphonies of tests and examples lack, so that they need no metric. */
const lacking = 'COMPLETION_MISSING';

/** The findings of a workspace given as path → content, paths relative to its root, but for what small symphonies lack. */
export const diagnose = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly Diagnostic[]> =>
  (await diagnoseAll(files)).filter(({ code }) => code !== lacking);

/** All findings of a workspace. */
export async function diagnoseAll(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<readonly Diagnostic[]> {
  const result = await checkFiles(files);
  return 'verdict' in result ? result.verdict.diagnostics : collect(result.findings, rules, {});
}

export async function checkFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  using: Registries = registries,
): Promise<Checked | { findings: Checked['verdict']['diagnostics'] & never[] }> {
  const entries = Object.entries(withWorkspace(files)).map(([path, content]) => [`${root}/${path}`, content]);
  const host = memoryHost(Object.fromEntries(entries), { startCompiler });
  const memory = openSession(recordingHost(host), {
    root,
    out: 'out',
    asOf: '2026-01-01',
    tool: 'test',
    ruleset: 'test',
  });
  return (await check(memory.session, using)) as never;
}
