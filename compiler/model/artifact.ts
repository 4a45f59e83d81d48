/** What `emit` gives: files by their path below the output folder. */

export interface Artifact {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** An artifact that the last build holds unchanged. */
export interface KeptArtifact {
  readonly path: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
  readonly size: number;
}

/** An artifact with its digest; without bytes when the last build holds it. */
export interface OutputFile extends KeptArtifact {
  readonly bytes?: Uint8Array;
}
