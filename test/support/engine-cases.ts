/** Workspaces whose plans become workflows of other engines. */
import { type Files, projectFiles, shippedFiles } from './plans.ts';
import { hostile, hostileFiles } from './target-inputs.ts';

/** Read as an expression by one of the engines, or as shell. */
export const expressions = [
  '${{ github.token }}',
  '$[[ inputs.nobody ]]',
  '{{workflow.name}} {{=1}} {{{{x}}}}',
  '$(touch pwned) `touch pwned` $PATH $$ ${HOME}',
  "' ; touch pwned ; '",
  '" ; touch pwned ; "',
  ...hostile,
];

/** A few of them in few texts. No argument of a command can have the zero byte that the last one has. */
const spoken = [expressions.slice(0, 3), expressions.slice(3, 8), expressions.slice(9, 11)].map((some) =>
  some.join(' ').slice(0, 200),
);

const head = (kind: string, id: string) => ({ apiVersion: 'symphonyc/v1', kind, id, title: id, status: 'active' });

/** A symphony with everything that is particular to an engine: people who approve, an environment, triggers, inputs. */
const release = {
  ...head('Symphony', 'release'),
  domain: 'shop',
  key: 'C Major',
  budget: '3d',
  trigger: {
    on: ['manual', 'commit', 'pull-request', 'schedule', 'release', 'incident', 'audit'],
    frequency: expressions[0],
  },
  after: [{ symphony: 'tell' }, { symphony: 'follow', when: 'sold > 3' }],
  inputs: {
    dry_run: { type: 'bool', default: false, description: expressions[2] },
    channel: { type: 'string' },
    greeting: { type: 'string', default: expressions.slice(0, 6).join(' ') },
    copies: { type: 'int', default: 3 },
  },
  rollback: { atomic: 'symphony', on: ['beat-failed', 'cancelled'] },
  movements: [
    {
      id: 'agree',
      title: expressions[0],
      beats: [
        {
          id: 'ask-one',
          title: expressions[1],
          approve: { by: 'baker', question: expressions[2] },
          timeout: '1h',
          measures: ['sold'],
          evidence: ['receipt'],
        },
        {
          id: 'ask-all',
          approve: { by: 'guest', question: `${expressions[0]} ${expressions[1]}` },
          each: { text: spoken },
        },
      ],
    },
    {
      id: 'deliver',
      title: 'Deliver',
      budget: '20m',
      beats: [
        { id: 'ask-again', approve: { by: 'baker' }, when: '!inputs.dry_run', from: 'mf' },
        {
          id: 'hand-over',
          run: ['deliver', '{text}'],
          each: { text: expressions },
          effects: 'external',
          timeout: '1m',
          rollback: 'shop#undo',
        },
      ],
    },
    { id: 'rest', title: 'Rest', beats: [{ id: 'sleep', run: ['sleep', '1'], effects: 'none', timeout: '5s' }] },
  ],
};

const other = (id: string) => ({
  ...head('Symphony', id),
  domain: 'shop',
  movements: [{ id: 'only', title: 'Only', beats: [{ id: 'one', run: ['true'], timeout: '1s', effects: 'none' }] }],
});

/** A symphony that asks, reaches out and is started in every way, with hostile text wherever there can be any. */
export const askingFiles = (): Files => ({
  'symphony.yaml': JSON.stringify({
    ...head('Workspace', 'shop'),
    sources: ['*.json'],
    handlers: { shop: 'shop.mjs' },
    environments: { counter: { key: 'C Major' } },
  }),
  'shop.json': JSON.stringify({ ...head('Domain', 'shop'), owner: 'us', namespace: 'shop' }),
  'shop.mjs':
    "import { rmSync } from 'node:fs';\nexport const undo = async () => rmSync('delivered', { force: true });\n",
  'sold.json': JSON.stringify({ ...head('Metric', 'sold'), unit: 'count' }),
  'release.json': JSON.stringify(release),
  'tell.json': JSON.stringify(other('tell')),
  'follow.json': JSON.stringify(other('follow')),
});

/** What the symphony waits for, in order, when its conditions hold. */
export const asked = [
  'release/agree/ask-one',
  ...spoken.map((text) => `release/agree/ask-all[${text}]`),
  'release/deliver/ask-again',
];

/** Title and files of each. */
export const engineCases: readonly (readonly [string, () => Files])[] = [
  ['the shipped symphonies', shippedFiles],
  ['the bakery', () => projectFiles('bakery')],
  ['a hostile workspace', hostileFiles],
  ['a symphony that asks people', askingFiles],
];

/** The bakery, where Anna is the head baker. */
export const bakeryThatAsks = (): Files => projectFiles('bakery');
