/** The workspace that `init` writes: one of each kind, a handler that does real work, and nothing to complain about. */

const header = (kind: string, id: string, title: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: ${title}\nstatus: active\n`;

/** Path → text. */
export const starterFiles: Readonly<Record<string, string>> = {
  'symphony.yaml': `apiVersion: symphonyc/v1
kind: Workspace
id: my-workspace
title: My workspace
sources: [domains/*.yaml, policies/*.yaml, metrics/*.yaml, symphonies/*.yaml]
handlers:
  notes: handlers/notes.ts
environments:
  production: { key: C Major }
`,
  'domains/docs.yaml': `${header('Domain', 'docs', 'Documentation')}owner: docs-team\nnamespace: docs\nsymphonies: [publish-notes]\n`,
  'policies/beats-are-bounded.yaml': `${header('Policy', 'beats-are-bounded', 'Beats are bounded')}statement: Every beat that works itself says how long it may take.
assert:
  over: beat
  that: beat.timeout_ms > 0 || beat.does in ["perform", "approve"]
`,
  'metrics/words.yaml': `${header('Metric', 'words', 'Words in the notes')}unit: count\ngoal: { atLeast: 1 }\n`,
  'symphonies/publish-notes.yaml': `${header('Symphony', 'publish-notes', 'Publish the notes')}category: build
domain: docs
purpose: Turns the notes into a page and counts their words
key: C Major
budget: 1m
events: [docs.notes.published]
metrics: [words]
policies: [beats-are-bounded]
completion:
  - words >= 1
movements:
  - id: publish
    title: Publish
    budget: 30s
    beats:
      - id: check-node
        title: Check the version of Node
        run: [node, --version]
        effects: none
        timeout: 5s
      - id: write-page
        title: Write the page
        handler: notes#writePage
        effects: local
        emits: [docs.notes.published]
        measures: [words]
        timeout: 10s
`,
  'handlers/notes.ts': `import { mkdir, readFile, writeFile } from 'node:fs/promises';

interface Context {
  emit(event: 'docs.notes.published'): void;
  measure(metric: 'words', value: number): void;
}

/** Turns notes.md into site/notes.txt and measures its words. */
export async function writePage({ emit, measure }: Context): Promise<void> {
  const notes = await readFile('notes.md', 'utf8');
  await mkdir('site', { recursive: true });
  await writeFile('site/notes.txt', notes.toUpperCase());
  measure('words', notes.split(/\\s+/).filter(Boolean).length);
  emit('docs.notes.published');
}
`,
  'notes.md': 'The first note.\n',
  '.gitignore': 'out\n.symphony/\n',
};
