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
import type { Revision } from '../../compiler/revision/define.ts';
import { startCompiler } from './compiler.ts';

export const registries: Registries = {
  kinds,
  validators: kindValidators,
  rules,
  targets: Object.keys(targets).sort(),
};

export const root = '/work';

type Files = Readonly<Record<string, string | Uint8Array>>;

const inMemory = (files: Files) =>
  memoryHost(
    Object.fromEntries(Object.entries(withWorkspace(files)).map(([path, content]) => [`${root}/${path}`, content])),
    { startCompiler },
  );

function revisionOf(files: Files): Revision {
  const all = withWorkspace(files);
  const encoder = new TextEncoder();
  return {
    ref: 'main',
    commit: '0'.repeat(40),
    head: '0'.repeat(40),
    host: inMemory(files),
    knownDigest: () => undefined,
    prefetch: () => {},
    lacks: () => false,
    files: () => Object.keys(all),
    submodules: [],
    commits: () => [],
    contents: (wanted) =>
      wanted.map(([, path]) => {
        const content = all[path];
        return typeof content === 'string' ? encoder.encode(content) : content;
      }),
    isShallow: false,
  };
}

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
export const diagnose = async (files: Files): Promise<readonly Diagnostic[]> =>
  (await diagnoseAll(files)).filter(({ code }) => code !== lacking);

/** All findings of a workspace; `before`: what it was in the revision that it is compared with. */
export async function diagnoseAll(files: Files, before?: Files): Promise<readonly Diagnostic[]> {
  const result = await checkFiles(files, registries, before);
  return 'verdict' in result ? result.verdict.diagnostics : collect(result.findings, rules, {});
}

/** `before`: the same at a revision `main` to compare with, after which nothing was committed. */
export async function checkFiles(
  files: Files,
  using: Registries = registries,
  before?: Files,
): Promise<Checked | { findings: Checked['verdict']['diagnostics'] & never[] }> {
  const host = inMemory(files);
  const memory = openSession(recordingHost(host), {
    root,
    out: 'out',
    asOf: '2026-01-01',
    tool: 'test',
    ruleset: 'test',
    ...(before && { against: revisionOf(before) }),
  });
  return (await check(memory.session, using)) as never;
}
