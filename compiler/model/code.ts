/** What is known of the code around handlers: files with what they import, and the packages they take it from. */
import type { Position } from './diagnostic.ts';

/** A module that a file imports, once however often it does. */
export interface ImportRequest extends Position {
  readonly specifier: string;
  /** The column behind the specifier, which stands on one line. */
  readonly end: number;
  /** The names taken from it; `*` for all of them. */
  readonly names: readonly string[];
  /** True when only types are taken, which vanish before anything runs. */
  readonly types?: true;
  /** True when the code goes on without it: a dynamic import whose failure is caught. */
  readonly optional?: true;
}

/** What a function is seen to do when none of it is work. Empty: nothing at all. */
export interface Vacuity {
  readonly does: readonly ('invents' | 'logs' | 'returns' | 'sets' | 'sleeps')[];
  /** True when it is likely and not certain: somebody may read the flag it sets, or the value it makes up. */
  readonly probable?: true;
}

/** What the syntax says about an exported function. */
export interface FunctionFacts extends Position {
  readonly name: string;
  readonly vacuous?: Vacuity;
  /** True when it surely uses nothing of what a handler is handed to log, measure and publish. */
  readonly silent?: true;
  /** True when its own module uses it, too. */
  readonly usedHere?: true;
  /** Where it comes from, when the module only passes it on. */
  readonly from?: { readonly specifier: string; readonly name: string };
}

/** A function that a handler module exports, at the place where it is written. */
export interface ModuleFunction extends Omit<FunctionFacts, 'from'> {
  readonly file: string;
  /** Its name there, when that is another. */
  readonly written?: string;
}

/** An import of a workspace file, with where it leads. */
export interface CodeImport extends ImportRequest {
  /** The workspace file it leads to. */
  readonly target?: string;
  /** Why a relative import leads nowhere. */
  readonly problem?: string;
}

/** A handler module, or a workspace file that one imports. */
export interface CodeFile {
  readonly path: string;
  readonly imports: readonly CodeImport[];
}

export interface DeclaredPackage extends Position {
  readonly name: string;
  readonly range: string;
  readonly kind: 'runtime' | 'development' | 'optional' | 'peer';
  /** Where the range stands, quotes included; it ends at this column. */
  readonly end: number;
}

/** Where a member can be added to an object of a JSON text: `before`, the key, `colon`, the value, `after`. */
export interface MemberRoom {
  readonly start: Position;
  readonly end: Position;
  readonly before: string;
  readonly colon: string;
  readonly after: string;
  /** True when a second member put there would need another text around it. */
  readonly once?: true;
}

/** What a package.json says. */
export interface ManifestFacts {
  readonly name?: string;
  readonly scripts: readonly string[];
  /** The names of the commands it gives. */
  readonly binaries: readonly string[];
  readonly dependencies: readonly DeclaredPackage[];
  /** The keys of `imports`, each beginning with `#`. */
  readonly aliases: readonly string[];
  /** The patterns of `workspaces`. */
  readonly workspaces: readonly string[];
  /** The packages whose versions `overrides` sets. */
  readonly overrides: readonly string[];
  readonly room?: MemberRoom;
}

/** A package.json of the workspace: its own, or one of its npm workspaces. */
export interface PackageManifest extends ManifestFacts {
  /** The folder it lies in; empty for that of the workspace. */
  readonly folder: string;
  readonly path: string;
}

/** What a package-lock.json says: nothing of packages that only other packages install for themselves. */
export interface LockFacts {
  /** Versions by location, such as `node_modules/yaml`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The names of the commands that the packages give. */
  readonly binaries: readonly string[];
  /** Why it says nothing that could be understood. */
  readonly problem?: string;
}

/** A version that the lockfile has and package.json does not take. */
export interface RangeViolation extends Pick<DeclaredPackage, 'name' | 'kind'> {
  /** Of the package.json. */
  readonly path: string;
  readonly version: string;
}

/** Packages as the workspace declares and locks them. Nothing is looked for in `node_modules`. */
export interface PackageIndex {
  /** Names the content of all files that this was read from. */
  readonly digest: string;
  /** That of the workspace first; none when it has none that can be read. */
  readonly manifests: readonly PackageManifest[];
  /** Undefined when there is no lockfile, or one that is not understood. */
  readonly lock?: LockFacts;
  readonly outside: readonly RangeViolation[];
  /** The lockfile, understood or not. */
  readonly lockPath?: string;
  /** Patterns of `paths` in tsconfig.json. */
  readonly aliases: readonly string[];
}
