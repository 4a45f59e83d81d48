/** One check or build: the workspace, what is remembered of the last one, and what is to be remembered of this one. */
import type { ReadHost } from '../host/host.ts';
import type { Finding, Severity } from '../model/diagnostic.ts';
import type { Lookup, ModuleFacts } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import type { RecordingHost } from './recording-host.ts';
import type { StatIndex } from './stat-index.ts';
import { type Dependencies, factDigest } from './track.ts';
import type { FileUnit, UnitStore } from './units.ts';

export interface CheckSession {
  readonly host: ReadHost;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** The output folder relative to the workspace, or `` when it lies outside. */
  readonly out: string;
  readonly failOn?: Severity;
  readonly asOf: string;
  readonly tool: string;
  readonly ruleset: string;
  /** The digest of a file whose state is as the last build saw it. */
  readonly knownDigest: (path: string) => string | undefined;
  /** `workspace`: the digest of symphony.yaml. */
  readonly knownUnit: (path: string, digest: string, workspace: string) => FileUnit | undefined;
  readonly knownModule: (key: string) => ModuleFacts | undefined;
  readonly keepModule: (key: string, facts: ModuleFacts) => void;
  /** The same for what is known of files of other kinds; keys of different kinds differ. */
  readonly knownFacts: <T extends object>(key: string) => T | undefined;
  readonly keepFacts: (key: string, facts: object) => void;
  /** Handler modules and what they import are inputs of the build too. */
  readonly noteModule: (file: SourceFile) => SourceFile;
  /** All that was noted so far. */
  readonly noted: () => readonly SourceFile[];
  /** What lies in the output folder and is not what these inputs compile to; absent when nobody asked. */
  readonly compareOutput?: (inputs: readonly SourceFile[]) => readonly Finding[];
  /** Called again and again while work goes on. */
  readonly progress: (step: string, done: number, total: number) => void;
  readonly keepUnits: (units: ReadonlyMap<string, FileUnit>) => void;
}

export interface SessionMemory {
  readonly session: CheckSession;
  readonly host: RecordingHost;
  /** Handler modules and their imports, by path. */
  readonly modules: ReadonlyMap<string, SourceFile>;
  units(): ReadonlyMap<string, FileUnit>;
  /** Facts of handler modules, by key. */
  moduleFacts(): Readonly<Record<string, ModuleFacts>>;
}

interface SessionOptions {
  readonly root: string;
  readonly out: string;
  readonly failOn?: Severity;
  readonly asOf: string;
  readonly tool: string;
  readonly ruleset: string;
  readonly progress?: CheckSession['progress'];
  readonly compareOutput?: CheckSession['compareOutput'];
}

/** `index` and `store` are what the last build left; either may be missing. */
export function openSession(
  host: RecordingHost,
  options: SessionOptions,
  index?: StatIndex,
  store?: UnitStore,
): SessionMemory {
  const modules = new Map<string, SourceFile>();
  const facts = new Map<string, ModuleFacts>();
  let units: ReadonlyMap<string, FileUnit> = new Map();
  const knownDigest = (path: string): string | undefined => {
    const absolute = `${options.root}/${path}`;
    const digest = index?.digests.get(absolute);
    return digest !== undefined && host.signature(absolute) === index?.seen.get(absolute) ? digest : undefined;
  };
  const session: CheckSession = {
    host,
    ...options,
    progress: options.progress ?? (() => {}),
    knownDigest,
    knownUnit: (path, digest, workspace) => store?.unit(path, digest, workspace),
    knownModule: (key) => {
      const known = store?.module(key);
      if (known) facts.set(key, known);
      return known;
    },
    keepModule: (key, found) => {
      facts.set(key, found);
    },
    knownFacts: <T extends object>(key: string) => session.knownModule(key) as T | undefined,
    keepFacts: (key, found) => {
      facts.set(key, found as ModuleFacts);
    },
    noteModule: (file) => {
      modules.set(file.path, file);
      return file;
    },
    noted: () => [...modules.values()],
    keepUnits: (checked) => {
      units = checked;
    },
  };
  return { session, host, modules, units: () => units, moduleFacts: () => Object.fromEntries(facts) };
}

/** True when every answer that a result rests on is still the same. */
export const isCurrent = (lookup: Lookup, dependencies: Dependencies): boolean =>
  dependencies.every(([question, answer]) => factDigest(lookup, question) === answer);
