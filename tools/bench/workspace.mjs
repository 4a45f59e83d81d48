/** Generates a workspace of definition files of 150 lines each: symphonies in the main, as real workspaces hold them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const domains = 20;

function shared() {
  const documents = [];
  for (let i = 0; i < domains; i++) {
    documents.push(
      `apiVersion: symphonyc/v1\nkind: Domain\nid: domain-${i}\ntitle: Domain ${i}\nstatus: active\nowner: team-${i}\nnamespace: d${i}\n`,
    );
  }
  for (let i = 0; i < 10; i++) {
    documents.push(
      `apiVersion: symphonyc/v1\nkind: Metric\nid: metric_${i}\ntitle: Metric ${i}\nstatus: active\nunit: ratio\ngoal: { atLeast: 0.9 }\n`,
    );
  }
  documents.push(
    'apiVersion: symphonyc/v1\nkind: Policy\nid: beats-are-bounded\ntitle: Beats are bounded\nstatus: active\nstatement: Every beat has a timeout.\nassert:\n  over: beat\n  that: beat.timeout_ms > 0\n',
    'apiVersion: symphonyc/v1\nkind: Policy\nid: quality-holds\ntitle: Quality holds\nstatus: active\nstatement: Quality stays high.\ngate:\n  that: metric_0 >= 0.9\n',
  );
  return documents.join('---\n');
}

/** Exactly 150 lines. */
function symphony(i) {
  const event = (m, b) => `d${i % domains}.s${i}.m${m}.b${b}`;
  const lines = [
    'apiVersion: symphonyc/v1',
    'kind: Symphony',
    `id: symphony-${i}`,
    `title: Symphony number ${i}`,
    'status: active',
    'category: build',
    `domain: domain-${i % domains}`,
    `owner: team-${i % domains}`,
    `purpose: Measures how fast a compiler reads definition ${i} of many`,
    'tempo: 120',
    'key: C Major',
    'dynamics: mf',
    'budget: 10m',
    'policies: [beats-are-bounded, quality-holds]',
    `metrics: [metric_${i % 10}]`,
    'completion:',
    `  - metric_${i % 10} >= 0.9`,
    'events:',
  ];
  const beats = [4, 4, 3];
  beats.forEach((count, m) => {
    for (let b = 0; b < count; b++) lines.push(`  - ${event(m, b)}`);
  });
  lines.push('movements:');
  beats.forEach((count, m) => {
    lines.push(
      `  - id: movement-${m}`,
      `    title: Movement ${m}`,
      '    purpose: Does a third of the work',
      '    budget: 3m',
      '    beats:',
    );
    for (let b = 0; b < count; b++) {
      lines.push(
        `      - id: beat-${m}-${b}`,
        `        title: Beat ${b} of movement ${m}`,
        `        purpose: Stands for one of the steps that every pipeline has`,
        `        run: [node, scripts/step.mjs, "${m}", "${b}"]`,
        '        activity: build',
        '        effects: local',
        `        emits: [${event(m, b)}]`,
        '        timeout: 20s',
        // What the policy's gate is over is measured by each symphony's last beat.
        `        measures: [metric_${m === 2 && b === 2 ? 0 : (m + b + i) % 10}]`,
      );
    }
  });
  while (lines.length < 150) lines.push(`# line ${lines.length + 1}`);
  if (lines.length !== 150) throw new Error(`a definition has ${lines.length} lines`);
  return `${lines.join('\n')}\n`;
}

/** Writes `count` files below `folder`; gives their paths. */
export function generate(folder, count) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'definitions'), { recursive: true });
  mkdirSync(join(folder, 'scripts'));
  writeFileSync(join(folder, 'scripts/step.mjs'), 'process.exitCode = 0;\n');
  writeFileSync(
    join(folder, 'symphony.yaml'),
    'apiVersion: symphonyc/v1\nkind: Workspace\nid: bench\ntitle: Bench\nsources: [definitions/*.yaml]\nenvironments: { production: { key: C Major } }\n',
  );
  const files = ['shared.yaml', ...Array.from({ length: count - 1 }, (_, i) => `symphony-${i}.yaml`)].map((name) =>
    join(folder, 'definitions', name),
  );
  for (const [i, file] of files.entries()) writeFileSync(file, i === 0 ? shared() : symphony(i - 1));
  return files;
}

/** Writes a workspace in which one symphony calls `count` handlers, each in a module of its own; gives their paths. */
export function generateHandlers(folder, count) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'handlers'), { recursive: true });
  const numbers = Array.from({ length: count }, (_, i) => i);
  const aliases = numbers.map((i) => `  h${i}: handlers/h${i}.ts\n`).join('');
  const beats = numbers.map(
    (i) =>
      `      - { id: beat-${i}, handler: h${i}#run, timeout: 5s, with: { name: file-${i}, level: ${i} }, effects: none }\n`,
  );
  writeFileSync(
    join(folder, 'symphony.yaml'),
    `apiVersion: symphonyc/v1\nkind: Workspace\nid: bench\ntitle: Bench\nsources: [build.yaml, play.yaml]\nhandlers:\n${aliases}`,
  );
  writeFileSync(
    join(folder, 'build.yaml'),
    'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nowner: team\nnamespace: build\n',
  );
  writeFileSync(
    join(folder, 'play.yaml'),
    `apiVersion: symphonyc/v1\nkind: Symphony\nid: play\ntitle: Play\nstatus: active\ndomain: build\nmovements:\n  - id: one\n    title: One\n    beats:\n${beats.join('')}`,
  );
  const files = numbers.map((i) => join(folder, 'handlers', `h${i}.ts`));
  for (const file of files)
    writeFileSync(
      file,
      `import { readFile } from 'node:fs/promises';

export async function run({ input, log }: { input: { name: string; level: number }; log: { info(text: string): void } }) {
  const text = await readFile(input.name, 'utf8');
  log.info(text);
  return { size: text.length * input.level };
}
`,
    );
  return files;
}
