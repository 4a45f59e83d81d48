import type { Manifests } from '@renderx-plugins/host-sdk';
import { problemsOf } from '@renderx-plugins/manifest-tools';
import components from '../../manifests/component-manifest.json';
import interactions from '../../manifests/interaction-manifest.json';
import layout from '../../manifests/layout-manifest.json';
import sequences from '../../manifests/sequence-manifest.json';
import topics from '../../manifests/topic-manifest.json';

/** The manifests of this build. Those that do not fit together are a mistake of the build. */
export function loadManifests(): Manifests {
  const problems = problemsOf({ ...sequences, ...topics, ...interactions });
  if (problems.length > 0) throw new Error(problems.join('; '));
  return { components, sequences, topics, layout, interactions } as unknown as Manifests;
}
