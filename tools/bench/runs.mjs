/** What playing costs: a thousand empty beats, beside what others take for the same graph of empty steps. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateBeats, generatePeers } from './beats.mjs';
import { median, pair, time } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

/** How long a run takes and how much of that it waits for flushes of its journal, in milliseconds; beats that begin or end at once share one. */
function timeFlushed([command, before], base) {
  const file = join(base, 'flushes');
  const whole = time(['-r', join(here, 'time-flushes.cjs'), ...command], before, { FLUSH_FILE: file });
  const [count, flushed] = readFileSync(file, 'utf8').split(' ').map(Number);
  return { whole, count, flushed };
}

/** Gives one row after the other to `row(measure, value, limit, detail)`. */
export function benchRuns({ base, symphonyc, runs, row, ms }) {
  const play = (name, does, count) => {
    const folder = join(base, name);
    generateBeats(folder, does, count);
    time([symphonyc, 'build', '--no-seal', '-C', folder]);
    // Each run begins with an empty history, as the first one does.
    const before = () => rmSync(join(folder, '.symphony/runs'), { recursive: true, force: true });
    return [[symphonyc, 'run', 'play', '--concurrency', '2', '-C', folder], before];
  };
  const thousand = play('beats', 'handler: h#empty', 1000);
  const one = play('beat', 'handler: h#empty', 1);
  const each = [];
  for (let n = 0; n <= runs; n++) {
    const [all, first] = [timeFlushed(thousand, base), timeFlushed(one, base)];
    const [whole, flushed] = [all.whole - first.whole, all.flushed - first.flushed];
    if (n > 0) each.push({ beat: (whole - flushed) / 999, whole, flushed, count: all.count });
  }
  const beat = median(each.map((sample) => sample.beat));
  const detail = `${ms(median(each.map(({ whole }) => whole)))} for 999, of which ${each[0].count} flushes take ${ms(median(each.map(({ flushed }) => flushed)))}`;
  row('an empty beat in process, beyond the flush', `${beat.toFixed(3)} ms`, '≤ 0.300 ms', detail);
  const [begun, emptiedBegun] = play('begun', 'handler: h#stop', 1);
  const start = pair(begun, ['-e', '0'], 3 * runs, { a: emptiedBegun });
  const all = pair(one[0], ['-e', '0'], 3 * runs, { a: one[1] });
  const whole = `the whole run of one beat: ${ms(all.a)}, ${all.ratio.toFixed(2)}`;
  row(
    'a run until its first beat acts ÷ bare node',
    start.ratio.toFixed(2),
    '≤ 2.00',
    `${ms(start.a)} / ${ms(start.b)}; ${whole}`,
  );

  const [commands, emptiedCommands] = play('commands', "run: ['true']", 1000);
  const ours = median(Array.from({ length: 3 }, () => time(commands, emptiedCommands)));
  row('1000 commands `true`, symphonyc run', ms(ours));
  const folder = join(base, 'peers');
  generatePeers(folder);
  for (const [name, command, before] of peers(folder)) {
    const took = median(Array.from({ length: 3 }, () => timeCommand(command, folder, before)));
    row(
      `1000 commands \`true\`, ${name}`,
      took === undefined ? 'not here' : ms(took),
      '',
      took === undefined ? '' : `symphonyc ÷ it: ${(ours / took).toFixed(2)}`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}

function peers(folder) {
  const bin = join(root, 'node_modules/.bin');

  const forget = () => rmSync(join(folder, '.wireit'), { recursive: true, force: true });
  return [
    ['make -j2', ['make', '-s', '-j2', 'all']],
    ['just', [join(bin, 'just'), 'all']],
    ['wireit, two at once', ['npm', 'run', 'all', '--silent'], forget],
  ];
}

/** Milliseconds; undefined when the tool is not here. Throws when it fails. */
function timeCommand([program, ...args], cwd, before = () => {}) {
  before();
  const env = { ...process.env, WIREIT_PARALLEL: '2', WIREIT_CACHE: 'none', WIREIT_LOGGER: 'quiet' };
  delete env.NODE_EXTRA_CA_CERTS;
  env.PATH = `${join(root, 'node_modules/.bin')}:${env.PATH}`;
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error?.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
