/** Verifies an evidence pack offline, step by step. A step that cannot be taken leaves the later ones not taken. */
import { checkMembers, readManifest } from './manifest.ts';
import { openPack } from './open.ts';
import { type Check, type StepName, type StepResult, stepNames, type TrustedKey, type VerifyResult } from './result.ts';
import { checkSignatures } from './signatures.ts';
import { checkStatements } from './statements.ts';
import { checkTrust } from './trust.ts';
import { summarise } from './verdict.ts';

export { renderVerify } from './render.ts';
export type { Check, TrustedKey, VerdictSummary, VerifyResult } from './result.ts';

export interface VerifyOptions {
  readonly trustedKeys: readonly TrustedKey[];
}

/** Never throws, whatever the bytes are. */
export async function verifyPack(bytes: Uint8Array, { trustedKeys }: VerifyOptions): Promise<VerifyResult> {
  const { step, checks, notIntact } = newReport();
  const members = await step('archive', () => openPack(bytes));
  if (!members) return notIntact();
  const manifest = await step('manifest', () => readManifest(members));
  if (!manifest) return notIntact();
  const complete = await step('members', () => checkMembers(manifest, members));
  const statements = await step('statements', () => checkStatements(manifest, members));
  const signing = statements && (await step('signatures', () => checkSignatures(statements, members)));
  if (!complete || !signing) return notIntact();

  const { signer, trustedBy, detail } = checkTrust(signing, trustedKeys);
  checks.push({ name: 'trust', ok: signer === 'trusted', detail });
  return {
    ok: signer === 'trusted',
    signer,
    local: statements.local,
    keyId: signing.keyId,
    trustedBy,
    checks,
    verdict: summarise(statements.verdict),
  };
}

function newReport() {
  const checks: Check[] = [];
  const step = async <T>(
    name: StepName,
    take: () => StepResult<T> | Promise<StepResult<T>>,
  ): Promise<T | undefined> => {
    const result = await attempt(take);
    if ('value' in result) {
      checks.push({ name, ok: true, detail: result.detail });
      return result.value;
    }
    checks.push(...result.problems.map((problem) => ({ name, ok: false, ...problem })));
    return undefined;
  };
  const notIntact = (): VerifyResult => {
    const missing = stepNames.filter((name) => !checks.some((check) => check.name === name));
    checks.push(...missing.map((name) => ({ name, ok: false, detail: 'not checked, because of the above' })));
    return { ok: false, signer: 'none', local: false, checks };
  };
  return { step, checks, notIntact };
}

/** Whatever a pack manages to break is a failed step. */
async function attempt<T>(take: () => StepResult<T> | Promise<StepResult<T>>): Promise<StepResult<T>> {
  try {
    return await take();
  } catch (error) {
    return { problems: [{ detail: `this step failed: ${String(error)}` }] };
  }
}
