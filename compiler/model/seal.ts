/** What `seal` takes: everything that the evidence of a build is about, and who signs it. */
import type { Verdict } from './verdict.ts';

/** Makes Ed25519 signatures, which are the same each time for the same key and data. */
export interface Signer {
  /** `key-<fingerprint>`, or `local-<start of the fingerprint>` for a key that was made on this machine. */
  readonly keyId: string;
  /** SPKI, as PEM. */
  readonly publicKeyPem: string;
  /** True when no one but this machine knows the key. */
  readonly local: boolean;
  sign(data: Uint8Array): Uint8Array;
}

/** A file the build read. Its size is taken from its bytes, since a cached digest may come without one. */
export interface SealedInput {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
  readonly bytes: () => Uint8Array;
  /** For a file that holds a secret: only its digest goes into the pack. */
  readonly withheld?: true;
}

/** A file the build writes. The bytes are read only when they go into the pack. */
export interface SealedOutput {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly bytes: () => Uint8Array;
  /** True for a file of the last build: somebody may have edited it since, so it is compared with its digest. */
  readonly kept?: boolean;
}

/** A file that belongs among the inputs and is not, with the reason. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export interface SealInput {
  /** The version of the compiler. */
  readonly tool: string;
  /** Definitions, `symphony.yaml`, handler modules with what they import, package.json, package-lock.json. */
  readonly inputs: readonly SealedInput[];
  readonly leftOut?: readonly LeftOut[];
  readonly outputs: readonly SealedOutput[];
  readonly verdict: Verdict;
  /** Seconds since the epoch. When absent, no time appears in the evidence except the epoch itself, where SPDX wants one. */
  readonly sourceDateEpoch?: number;
  readonly signer: Signer;
}

/** A file was edited or removed between being read and being sealed. Building again helps. */
export class ChangedWhileSealing extends Error {
  readonly kind = 'changed-while-sealing';
  readonly path: string;

  constructor(path: string) {
    super(`\`${path}\` changed while it was being sealed`);
    this.name = 'ChangedWhileSealing';
    this.path = path;
  }
}

/** Not `instanceof`: the parts of the bundled program each have their own copy of the class. */
export const isChangedWhileSealing = (error: unknown): error is ChangedWhileSealing =>
  error instanceof Error && (error as Partial<ChangedWhileSealing>).kind === 'changed-while-sealing';
