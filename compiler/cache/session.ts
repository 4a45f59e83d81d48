/** One check or build: the workspace, what is remembered of the last one, and what is to be remembered of this one. */
import type { Finding, Severity } from '../model/diagnostic.ts';
import type { SignatureAnswer } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import type { Revision } from '../revision/define.ts';
import type { RecordingHost } from './recording-host.ts';
import type { StatIndex } from './stat-index.ts';
import type { FileUnit, UnitStore } from './units.ts';

/** What the TypeScript compiler answered, and what it was told of files. */
export interface SignatureState {
  /** Names the handler modules with their contents. */
  readonly modules: string;
  /** Whether every answer rests on every module. */
  readonly wide: boolean;
  readonly facts: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, SignatureAnswer>>;
}

export interface CheckSession {
  readonly host: RecordingHost;
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
  readonly knownSignatures: () => SignatureState | undefined;
  readonly keepSignatures: (state: SignatureState) => void;
  /** What the last build found out about a file that documents refer to. The key tells its content and how it was read. */
  readonly knownFacts: <T extends object>(key: string) => T | undefined;
  readonly keepFacts: (key: string, facts: object) => void;
  /** What documents refer to, what that imports, waivers and the baseline are inputs of the build too. */
  readonly noteInput: (file: SourceFile) => SourceFile;
  /** All that was noted so far. */
  readonly noted: () => readonly SourceFile[];
  /** What lies in the output folder and is not what these inputs compile to; absent when nobody asked. */
  readonly compareOutput?: (inputs: readonly SourceFile[]) => readonly Finding[];
  /** The revision that the workspace is compared with. */
  readonly against?: Revision;
  /** The revision since which something must have changed for its findings to be told. */
  readonly since?: Revision;
  /** Called again and again while work goes on. */
  readonly progress: (step: string, done: number, total: number) => void;
  readonly keepUnits: (units: ReadonlyMap<string, FileUnit>) => void;
}

export interface SessionMemory {
  readonly session: CheckSession;
  readonly host: RecordingHost;
  /** Files that documents refer to, and their imports, by path. */
  readonly inputs: ReadonlyMap<string, SourceFile>;
  units(): ReadonlyMap<string, FileUnit>;
  /** Facts of such files, by key. */
  fileFacts(): Readonly<Record<string, object>>;
  /** Undefined when nobody asked for any. */
  signatures(): SignatureState | undefined;
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
  readonly knownSignatures?: CheckSession['knownSignatures'];
  readonly against?: Revision;
  readonly since?: Revision;
}

/** `index` and `store` are what the last build left; either may be missing. */
export function openSession(
  host: RecordingHost,
  options: SessionOptions,
  index?: StatIndex,
  store?: UnitStore,
): SessionMemory {
  const inputs = new Map<string, SourceFile>();
  const facts = new Map<string, object>();
  let units: ReadonlyMap<string, FileUnit> = new Map();
  let signatures: SignatureState | undefined;
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
    knownFacts: <T extends object>(key: string) => {
      const known = facts.get(key) ?? store?.fileFacts(key);
      if (known) facts.set(key, known);
      return known as T | undefined;
    },
    keepFacts: (key, found) => {
      facts.set(key, found);
    },
    noteInput: (file) => {
      inputs.set(file.path, file);
      return file;
    },
    noted: () => [...inputs.values()],
    knownSignatures: options.knownSignatures ?? (() => undefined),
    keepSignatures: (state) => {
      signatures = state;
    },
    keepUnits: (checked) => {
      units = checked;
    },
  };
  return {
    session,
    host,
    inputs,
    units: () => units,
    fileFacts: () => Object.fromEntries(facts),
    signatures: () => signatures,
  };
}
