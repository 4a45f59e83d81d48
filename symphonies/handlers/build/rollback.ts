/** The way back: what a beat changed gets the bytes it had when its movement began. */
import { removeArchive } from './artifact-manifest.ts';
import type { Call } from './context.ts';
import {
  artifactsFolder,
  catalogFolder,
  governanceFolder,
  hostFolder,
  manifestsFolder,
  packagesFolder,
} from './paths.ts';

type Undoing = Pick<Call, 'correlationId' | 'log'> & {
  readonly beat: string;
  readonly reason: string;
  readonly input: object;
  /** Puts back what the symphony lists as its state, or the part of it that is named. */
  readonly restore: (...paths: readonly string[]) => Promise<void>;
};

/** What beats change, but for those that build packages, which name theirs. */
const changed: Readonly<Record<string, readonly string[]>> = {
  'regenerate-orchestration-domains': [catalogFolder],
  'sync-json-sources': [catalogFolder],
  'generate-manifests': [manifestsFolder],
  'prepare-host-build': [`${hostFolder}/src/generated`],
  'execute-vite-build': [`${hostFolder}/dist`],
  'collect-all-artifacts': [artifactsFolder],
  'compute-sha256-hashes': [artifactsFolder],
  'generate-artifact-manifest': [artifactsFolder],
  'enrich-domain-authorities': [governanceFolder],
  'generate-governance-documentation': [governanceFolder],
  'generate-build-report': [governanceFolder],
};

function pathsOf({ beat, input }: Undoing): readonly string[] {
  if (!('package' in input)) return changed[beat] ?? [];
  const name = String(input.package);
  return [`${packagesFolder}/${name.slice(name.indexOf('/') + 1)}/dist`];
}

/** Undoes one beat. What is kept by content, such as the cache of packages, stays. */
export async function restorePreviousState(call: Undoing): Promise<void> {
  const paths = pathsOf(call);
  if (call.beat === 'generate-artifact-manifest') removeArchive(call);
  if (paths.length === 0) throw new Error(`nobody says what \`${call.beat}\` changes`);
  await call.restore(...paths);
  call.log.info(`restored ${paths.join(', ')}`);
}
