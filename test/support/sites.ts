/** The workspaces whose dashboards the tests look at. */
import site from '../../compiler/targets/site/index.ts';
import { compileFiles, emitTarget, type Files, projectFiles, shippedFiles } from './plans.ts';
import { hostileFiles } from './target-inputs.ts';

/** The dashboard of a workspace, by path. */
export const buildSite = async (files: Files): Promise<ReadonlyMap<string, string>> =>
  emitTarget(site, await compileFiles(files));

const bait = '"><img src=x onerror=alert(1)><svg onload=alert(2)>';

/** Hostile text in every field, and also in the name of a file, in a goal and in source lines. */
const hostileWorkspace = (): Files => ({
  ...hostileFiles(),
  'symphony.yaml': JSON.stringify({
    apiVersion: 'symphonyc/v1',
    kind: 'Workspace',
    id: 'hostile',
    title: `Hostile ${bait} \u202e`,
    description: `${bait} javascript:alert(1)`,
    sources: ['domains/*', 'metrics/*', 'policies/*', 'symphonies/*', 'odd/*'],
    handlers: { odd: 'handlers/odd.ts' },
    goals: { [bait]: 0.9, "javascript:alert('3')": 1 },
  }),
  [`odd/${bait.replaceAll('/', '')}.yaml`]: `apiVersion: symphonyc/v1\nkind: Domain\nid: "${bait.slice(2)}"\ntitle: x\n`,
});

const head = 'apiVersion: symphonyc/v1\nstatus: active\n';

/** Ids that a page might use itself, ids of parts that meet ids of others, and names that nothing defines. */
const collidingWorkspace = (): Files => ({
  'domains.yaml': ['main', 'map', 'map-title', 'main-title', 'all-title', 'homeless-title']
    .map((id) => `${head}kind: Domain\nid: ${id}\ntitle: Main\nnamespace: ${id.replaceAll('-', '.')}\n`)
    .join('---\n'),
  'policies.yaml': ['main', 'main-title', 'title']
    .map(
      (id) => `${head}kind: Policy\nid: ${id}\ntitle: Policies\nstatement: Odd.\ngate: { that: missing_metric > 0 }\n`,
    )
    .join('---\n'),
  'metrics.yaml': ['main', 'main_title', 'metrics', 'metric_rows']
    .map((id) => `${head}kind: Metric\nid: ${id}\ntitle: Metrics\nunit: ratio\n`)
    .join('---\n'),
  'symphonies.yaml': ['main', 'rows', 'all-title', 'programme-title', 'main-title']
    .map(
      (id) => `${head}kind: Symphony
id: ${id}
title: Symphonies
domain: ${id === 'rows' ? 'nowhere' : 'main'}
policies: [main, no-such-policy]
metrics: [main, missing_metric]
after: [{ symphony: no-such-symphony }]
movements:
  - id: first
    title: First
    policies: [no-such-policy]
    beats:
      - { id: first, run: [echo], measures: [main, missing_metric], emits: [${id}.done] }
      - { id: first, perform: no-such-symphony }
  - { id: first-title, title: Title, beats: [{ id: first, run: [echo], awaits: [${id}.done, other.done] }] }
  - { id: first, title: Again, beats: [{ id: first, handler: none#nothing }] }
`,
    )
    .join('---\n'),
});

/** A policy that 240 beats of one symphony break, and 70 symphonies that follow one another. */
const crowdedWorkspace = (): Files => ({
  'domain.yaml': `${head}kind: Domain\nid: stage\ntitle: Stage\nowner: crew\nnamespace: stage\n`,
  'policy.yaml': `${head}kind: Policy\nid: timed\ntitle: Timed\nseverity: critical\nstatement: Every beat ends.\nassert: { over: beat, that: beat.timeout_ms > 0 }\n`,
  'long.yaml': `${head}kind: Symphony
id: long
title: Long
domain: stage
policies: [timed]
movements:
  - id: all
    title: All
    beats:
${Array.from({ length: 240 }, (_, i) => `      - { id: b${i}, run: [echo] }\n`).join('')}`,
  'chain.yaml': Array.from(
    { length: 70 },
    (_, i) => `${head}kind: Symphony
id: s${i}
title: Part ${i}
domain: stage
${i === 0 ? '' : `after: [{ symphony: s${i - 1} }]\n`}movements: [{ id: one, title: One, beats: [{ id: one, run: [echo], timeout: 1s }] }]
`,
  ).join('---\n'),
});

export const workspaces = {
  shipped: shippedFiles,
  literal: () => projectFiles('literal'),
  bakery: () => projectFiles('bakery'),
  hostile: hostileWorkspace,
  colliding: collidingWorkspace,
  crowded: crowdedWorkspace,
} as const;

export type WorkspaceName = keyof typeof workspaces;
export const workspaceNames = Object.keys(workspaces) as WorkspaceName[];

/** The dashboards of all of them. */
export async function buildSites(): Promise<Record<WorkspaceName, ReadonlyMap<string, string>>> {
  const built = await Promise.all(workspaceNames.map(async (name) => [name, await buildSite(workspaces[name]())]));
  return Object.fromEntries(built) as Record<WorkspaceName, ReadonlyMap<string, string>>;
}

export const pagesOf = (built: ReadonlyMap<string, string>): [string, string][] =>
  [...built].filter(([path]) => path.endsWith('.html'));

/** One page of each kind: all at the top, and of each folder the longest. */
export function kindsOf(built: ReadonlyMap<string, string>): string[] {
  const pages = pagesOf(built);
  const top = pages.map(([path]) => path).filter((path) => path.split('/').length === 2);
  const longest = ['site/codes/', 'site/symphonies/'].flatMap((folder) => {
    const below = pages.filter(([path]) => path.startsWith(folder));
    return below.sort(([, a], [, b]) => b.length - a.length).slice(0, 1);
  });
  return [...top, ...longest.map(([path]) => path)];
}
