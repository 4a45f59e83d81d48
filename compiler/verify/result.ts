/** What verifying gives: one check a step, or one a problem, and what may be believed. */
import type { Severity } from '../model/diagnostic.ts';

/** In the order in which they are taken; `folder` only when there is one to compare. */
export const stepNames = ['archive', 'manifest', 'members', 'statements', 'signatures', 'folder', 'trust'] as const;
export type StepName = (typeof stepNames)[number];

export interface Problem {
  /** What is wrong, without the name of the member. */
  readonly detail: string;
  /** A member of the pack, or a file of the folder. */
  readonly member?: string;
}

export interface Check extends Problem {
  readonly name: StepName;
  readonly ok: boolean;
  /** The step was not taken, because one before it failed. */
  readonly skipped?: true;
}

/** A public key that the caller trusts: given for this pack, or kept in the store of this machine. */
export interface TrustedKey {
  /** Where it comes from, for people. */
  readonly name: string;
  readonly source: 'option' | 'store';
  readonly pem: string;
}

/**
 * `unknown`: the pack is intact, but no trusted key made its signatures. `other`: neither did the key given as an option.
 * `none`: nobody can be named, since the pack is not intact.
 */
export type SignerState = 'trusted' | 'unknown' | 'other' | 'none';

export interface VerdictSummary {
  readonly workspace: string;
  readonly conforms: boolean;
  readonly failOn: Severity;
  readonly severities: Readonly<Record<Severity, number>>;
  readonly overall: number | null;
}

export interface VerifyResult {
  /** True only when every check passed, that of the signer included. Says nothing about whether the build conforms. */
  readonly ok: boolean;
  readonly signer: SignerState;
  /** Signed by a key that only the machine of the build knows. */
  readonly local: boolean;
  readonly keyId?: string;
  /** The trusted key that made the signatures. */
  readonly trustedBy?: TrustedKey;
  readonly checks: readonly Check[];
  /** Only of an intact pack. */
  readonly verdict?: VerdictSummary;
}

/** What a step found wrong; or what it learnt, with a line for people. */
export type StepResult<T> = { readonly problems: readonly Problem[] } | { readonly value: T; readonly detail: string };
