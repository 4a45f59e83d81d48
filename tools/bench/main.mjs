/** `npm run bench`: what a user waits for, as ratios to yardsticks measured in the same run. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pair, peakMemory, time } from './measure.mjs';
import { benchRuns } from './runs.mjs';
import { generate, generateHandlers } from './workspace.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const symphonyc = join(root, 'dist/symphonyc.cjs');
const yardstick = join(root, 'tools/bench/parse-yaml.mjs');
const bare = ['-e', '0'];
const quick = process.argv.includes('--quick');
const runs = quick ? 3 : 7;

const base = mkdtempSync(join(tmpdir(), 'symphonyc-bench-'));
const rows = [];
const row = (measure, value, limit = '', detail = '') => rows.push([measure, value, limit, detail]);
const ms = (value) => `${value.toFixed(0)} ms`;

const startup = pair([symphonyc, '--version'], bare, runs * 3);
row('start-up (--version) ÷ bare node', startup.ratio.toFixed(2), '', `${ms(startup.a)} / ${ms(startup.b)}`);

const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7);
for (const count of only ? [] : [100, 1000]) {
  const folder = join(base, String(count));
  const files = generate(folder, count);
  const workspace = ['-C', folder];

  const cold = pair([symphonyc, 'check', '--no-cache', ...workspace], [yardstick, join(folder, 'definitions')], runs);
  row(
    `cold check ÷ parsing with yaml, ${count}`,
    cold.ratio.toFixed(2),
    count === 1000 ? '≤ 1.20' : '',
    `${ms(cold.a)} / ${ms(cold.b)}`,
  );

  time([symphonyc, 'build', ...workspace]);
  time([symphonyc, 'build', ...workspace]);
  const noop = pair([symphonyc, 'build', ...workspace], bare, runs * 3);
  row(
    `no-op build ÷ bare node, ${count}`,
    noop.ratio.toFixed(2),
    count === 1000 ? '≤ 2.50' : '',
    `${ms(noop.a)} / ${ms(noop.b)}`,
  );

  let edits = 0;
  const edit = () => appendFileSync(files[1 + (edits++ % (files.length - 1))], `# edit ${edits}\n`);
  const checked = pair([symphonyc, 'check', ...workspace], bare, runs, { a: edit });
  row(
    `check after one changed file, ${count}`,
    ms(checked.a),
    count === 1000 ? '≤ 150 ms' : '',
    `${checked.ratio.toFixed(2)} × bare node`,
  );
  const built = pair([symphonyc, 'build', ...workspace], bare, runs, { a: edit });
  row(`build after one changed file, ${count}`, ms(built.a), '', `${built.ratio.toFixed(2)} × bare node`);

  row(
    `peak memory of a cold check, ${count}`,
    `${peakMemory([symphonyc, 'check', '--no-cache', ...workspace]).toFixed(0)} MiB`,
  );
  const full = pair(
    [symphonyc, 'build', '--no-cache', ...workspace],
    [symphonyc, 'check', '--no-cache', ...workspace],
    quick ? 1 : 3,
  );
  row(`cold build ÷ cold check, ${count}`, full.ratio.toFixed(2), '', `${ms(full.a)} / ${ms(full.b)}`);
}

const folder = join(base, '1000');
const site = pair(
  [symphonyc, 'build', '--no-cache', '--no-seal', '--targets', 'site', '-C', folder],
  [symphonyc, 'check', '--no-cache', '-C', folder],
  quick ? 1 : 3,
);
row(
  'site pages a second, 1000 symphonies',
  (1000 / ((site.a - site.b) / 1000)).toFixed(0),
  '',
  `${ms(site.a - site.b)} beyond the check, written to disk`,
);

const calling = join(base, 'handlers');
const handlers = generateHandlers(calling, 200);
const typed = pair([symphonyc, 'check', '--no-cache', '-C', calling], bare, runs);
row('cold check of 200 handlers', ms(typed.a), '≤ 2000 ms', `${typed.ratio.toFixed(2)} × bare node`);
let touched = 0;
const touch = () => appendFileSync(handlers[touched++ % handlers.length], '// more\n');
time([symphonyc, 'check', '-C', calling]);
const retyped = pair([symphonyc, 'check', '-C', calling], bare, runs, { a: touch });
row('check after one changed handler, 200', ms(retyped.a), '', `${retyped.ratio.toFixed(2)} × bare node`);
benchRuns({ base, symphonyc, runs, row, ms });
rmSync(base, { recursive: true, force: true });

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
console.log(`node ${process.version}, ${runs} pairs`);
for (const cells of [['measure', 'median', 'limit', ''], ...rows]) {
  console.log(
    `${cells[0].padEnd(widths[0])}  ${cells[1].padStart(widths[1])}  ${cells[2].padStart(widths[2])}  ${cells[3]}`,
  );
}
