/**
 * The unit store in fewer bytes: what many documents have in common (the facts they rest on, the tallies of like
 * documents) is written once and named by its position.
 */
import { reviveMentions } from '../base/mention.ts';
import type { KeptArtifact } from '../model/artifact.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { ModuleFacts, Summary } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import type { DocumentUnit, FileUnit, UnitStore } from './state.ts';
import type { Dependencies } from './track.ts';

interface PackedDocument {
  readonly s: Summary;
  /** Dependencies, tallies, findings. */
  readonly r?: readonly [readonly number[], number, readonly Finding[]];
  /** Dependencies, plans, digest, steps. */
  readonly p?: readonly [readonly number[], Readonly<Record<string, string | null>>, string, number];
}

interface PackedStore {
  readonly tool: string;
  readonly workspace: string;
  /** Question and digest of the answer, alternately. */
  readonly facts: readonly string[];
  readonly tallies: readonly Tallies[];
  readonly files: Readonly<Record<string, readonly [string, readonly Finding[], number, readonly PackedDocument[]]>>;
  readonly modules: Readonly<Record<string, ModuleFacts>>;
  readonly artifacts: Readonly<Record<string, readonly KeptArtifact[]>>;
}

export function packStore(store: UnitStore): PackedStore {
  const facts: string[] = [];
  const factIndex = new Map<string, number>();
  const tallies: Tallies[] = [];
  const tallyIndex = new Map<string, number>();
  const packFacts = (dependencies: Dependencies): number[] =>
    Object.entries(dependencies).map(([question, answer]) => {
      const key = `${question}\0${answer}`;
      const known = factIndex.get(key) ?? facts.push(question, answer) / 2 - 1;
      factIndex.set(key, known);
      return known;
    });
  const packTallies = (value: Tallies): number => {
    const key = JSON.stringify(value);
    const known = tallyIndex.get(key) ?? tallies.push(value) - 1;
    tallyIndex.set(key, known);
    return known;
  };
  const packDocument = ({ summary, result, plan }: DocumentUnit): PackedDocument => ({
    s: summary,
    ...(result && { r: [packFacts(result.dependencies), packTallies(result.tallies), result.findings] }),
    ...(plan && { p: [packFacts(plan.dependencies), plan.plans, plan.digest, plan.steps] }),
  });
  const files = Object.entries(store.files).map(
    ([path, { digest, findings, broken, documents }]) =>
      [path, [digest, findings, broken, documents.map(packDocument)]] as const,
  );
  const { tool, workspace, modules, artifacts } = store;
  return { tool, workspace, files: Object.fromEntries(files), facts, tallies, modules, artifacts };
}

/** Undefined for anything that is not a packed store, whatever it is. */
export function unpackStore(packed: unknown): UnitStore | undefined {
  try {
    return unpack(packed as PackedStore);
  } catch {
    return undefined;
  }
}

function unpack({ tool, workspace, facts, tallies, files, modules, artifacts }: PackedStore): UnitStore {
  const unpackFacts = (indexes: readonly number[]): Dependencies => {
    const dependencies: Record<string, string> = {};
    for (const index of indexes) dependencies[facts[2 * index]!] = facts[2 * index + 1]!;
    return dependencies;
  };
  const unpackDocument = ({ s, r, p }: PackedDocument): DocumentUnit => ({
    summary: reviveMentions(s),
    ...(r && { result: { dependencies: unpackFacts(r[0]), tallies: tallies[r[1]]!, findings: r[2] } }),
    ...(p && { plan: { dependencies: unpackFacts(p[0]), plans: p[1], digest: p[2], steps: p[3] } }),
  });
  const units = Object.entries(files).map(([path, [digest, findings, broken, documents]]): [string, FileUnit] => [
    path,
    { digest, findings, broken, documents: documents.map(unpackDocument) },
  ]);
  return { tool, workspace, modules, artifacts, files: Object.fromEntries(units) };
}
