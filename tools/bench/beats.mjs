/** One graph of a thousand empty steps, as each tool wants it: a hundred chains of ten, side by side. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const chains = 100;
const length = 10;

/** `[id, id of the step before it or undefined]`. */
function steps(count) {
  const all = [];
  for (let link = 0; link < length; link++)
    for (let chain = 0; chain < chains && all.length < count; chain++)
      all.push([`s-${chain}-${link}`, link === 0 ? undefined : `s-${chain}-${link - 1}`]);
  return all;
}

const workspace = `apiVersion: symphonyc/v1
kind: Workspace
id: beats
title: Beats
status: active
sources: [beats.yaml, play.yaml]
handlers: { h: handlers.mjs }
targets: [plan, report]
`;

const domain = `apiVersion: symphonyc/v1
kind: Domain
id: beats
title: Beats
status: active
owner: bench
namespace: beats
`;

/** A workspace with the graph as beats that call a function, or that run `true`, and a symphony of one such beat. */
export function generateBeats(folder, does, count = chains * length) {
  mkdirSync(folder, { recursive: true });
  const beat = ([id, need]) => `      - { id: ${id}, ${does}, needs: [${need ?? ''}], effects: none, timeout: 60s }\n`;
  const symphony = `apiVersion: symphonyc/v1
kind: Symphony
id: play
title: Play
status: draft
domain: beats
capacity: 1024
movements:
  - id: all
    title: All
    beats:
${steps(count).map(beat).join('')}`;
  writeFileSync(join(folder, 'symphony.yaml'), workspace);
  writeFileSync(join(folder, 'beats.yaml'), domain);
  writeFileSync(join(folder, 'play.yaml'), symphony);
  writeFileSync(
    join(folder, 'handlers.mjs'),
    [
      'export const empty = async () => ({ done: await Promise.resolve(true) });',
      "export const stop = async () => process.kill(process.pid, 'SIGKILL');",
      '',
    ].join('\n'),
  );
}

/** The same graph for make, just and wireit; each step runs `true`. */
export function generatePeers(folder) {
  mkdirSync(folder, { recursive: true });
  const all = steps(chains * length);
  const ends = all.slice(-chains).map(([id]) => id);
  const rule = ([id, need]) => `${id}: ${need ?? ''}\n\t@true\n`;
  writeFileSync(
    join(folder, 'Makefile'),
    `.PHONY: all ${all.map(([id]) => id).join(' ')}\nall: ${ends.join(' ')}\n${all.map(rule).join('')}`,
  );
  const recipe = ([id, need]) => `${id}: ${need ?? ''}\n    @true\n`;
  writeFileSync(join(folder, 'Justfile'), `all: ${ends.join(' ')}\n${all.map(recipe).join('')}`);
  const scripts = Object.fromEntries([['all', 'wireit'], ...all.map(([id]) => [id, 'wireit'])]);
  const script = ([id, need]) => [id, { command: 'true', ...(need ? { dependencies: [need] } : {}) }];
  const wireit = Object.fromEntries([['all', { dependencies: ends }], ...all.map(script)]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'beats', version: '1.0.0', scripts, wireit }));
}
