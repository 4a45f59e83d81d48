/**
 * Verifies an evidence pack offline, step by step, and the output folder that it lies in. A step that fails leaves the
 * later ones not taken where they build on it.
 */
import { checkFolder, type OutputFolder } from './folder.ts';
import { checkMembers, readManifest } from './manifest.ts';
import { openPack, refuseSize } from './open.ts';
import { type Check, type StepName, type StepResult, stepNames, type TrustedKey, type VerifyResult } from './result.ts';
import { checkSignatures } from './signatures.ts';
import { checkStatements } from './statements.ts';
import { checkTrust } from './trust.ts';
import { verdictSummary } from './verdict.ts';

export type { OutputFolder } from './folder.ts';
export { renderVerify } from './render.ts';
export { compareWithSources } from './sources.ts';

interface VerifyOptions {
  readonly trustedKeys: readonly TrustedKey[];
  /** The output folder that the pack lies in, when that is to be compared with it. */
  readonly folder?: OutputFolder;
}

/** Never throws, whatever the bytes are. */
export async function verifyPack(bytes: Uint8Array, options: VerifyOptions): Promise<VerifyResult> {
  const { trustedKeys, folder } = options;
  const { step, checks, notIntact } = newReport(folder !== undefined);
  const members = await step('archive', () => openPack(bytes));
  if (!members) return notIntact();
  const manifest = await step('manifest', () => readManifest(members));
  if (!manifest) return notIntact();
  const complete = await step('members', () => checkMembers(manifest, members));
  const statements = await step('statements', () => checkStatements(manifest, members));
  const signing = statements && (await step('signatures', () => checkSignatures(statements, members)));
  if (!complete || !signing) return notIntact();

  const asBuilt = !folder || (await step('folder', () => checkFolder(folder, manifest, members)));
  const { signer, trustedBy, detail } = checkTrust(signing, trustedKeys);
  checks.push({ name: 'trust', ok: signer === 'trusted', detail });
  return {
    ok: signer === 'trusted' && asBuilt === true,
    signer,
    local: statements.local,
    keyId: signing.keyId,
    trustedBy,
    checks,
    verdict: verdictSummary(statements.verdict),
  };
}

/** The result for a pack that is too large to be read; undefined for any other. */
export async function refuseLargePack(size: number): Promise<VerifyResult | undefined> {
  const detail = refuseSize(size);
  if (detail === undefined) return undefined;
  const { step, notIntact } = newReport(false);
  await step('archive', () => ({ problems: [{ detail }] }));
  return notIntact();
}

function newReport(withFolder: boolean) {
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
    // One by one: there can be more of them than a call takes arguments.
    for (const problem of result.problems) checks.push({ name, ok: false, ...problem });
    return undefined;
  };
  const notIntact = (): VerifyResult => {
    const taken = new Set(checks.map(({ name }) => name));
    const missing = stepNames.filter((name) => !taken.has(name) && (withFolder || name !== 'folder'));
    const detail = 'not looked at, because of the above';
    checks.push(...missing.map((name) => ({ name, ok: false, skipped: true as const, detail })));
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
