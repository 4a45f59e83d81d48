/** Commands and probes: argv without a shell, process groups, expectations. */

import { chmodSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { statuses, type Workspace } from '../support/run-support.ts';
import { type Small, small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const open = async (given: Small): Promise<Workspace> => {
  workspace = await small(given);
  return workspace;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a command', () => {
  it('does not see the key that builds are signed with, nor does a handler', async () => {
    const play = await open({
      beats: `
- { id: a, run: [node, -p, "Object.keys(process.env).join()"], timeout: 10s, evidence: [log] }
- { id: b, handler: h#names, timeout: 10s }`,
      handlers: 'export const names = () => ({ stdout: Object.keys(process.env).join() });',
    });
    const names = ['SYMPHONYC_SIGNING_KEY', 'SYMPHONYC_SIGNING_KEY_FILE'];
    for (const name of names) process.env[name] = 'secret';
    try {
      const result = await play.run('play');
      const outputs = result.movements[0]!.steps.map(({ output }) => (output as { stdout: string }).stdout);
      expect(outputs).toEqual([expect.stringContaining('PATH'), expect.stringContaining('PATH')]);
      for (const name of names) {
        for (const output of outputs) expect(output).not.toContain(name);
        expect(process.env[name]).toBe('secret');
      }
    } finally {
      for (const name of names) delete process.env[name];
    }
  });
  it('gets its arguments as they are, in the workspace, with the run in its environment', async () => {
    const play = await open({
      extra: 'inputs: { page_size: { type: int, default: 7 } }',
      beats: `
- id: a
  run: [node, tell.mjs, "{word}", "$(touch evil)", "; touch evil", "a  b"]
  each: { word: ["*", "$HOME"] }
  timeout: 10s
  evidence: [log]`,
      files: {
        'tell.mjs': `const { SYMPHONYC_SYMPHONY, SYMPHONYC_STEP, SYMPHONYC_INPUT_PAGE_SIZE } = process.env;
console.log(JSON.stringify([process.argv.slice(2), process.cwd(), SYMPHONYC_SYMPHONY, SYMPHONYC_STEP, SYMPHONYC_INPUT_PAGE_SIZE]));`,
      },
    });
    const result = await play.run('play');
    const outputs = result.movements[0]!.steps.map(({ output }) => JSON.parse((output as { stdout: string }).stdout));
    expect(outputs[1]).toEqual([
      ['$HOME', '$(touch evil)', '; touch evil', 'a  b'],
      play.root,
      'play',
      'a[$HOME]',
      '7',
    ]);
    expect(outputs[0][0][0]).toBe('*');
    expect(play.exists('evil')).toBe(false);
    expect(result.evidence.map(({ evidence, content }) => [evidence, (content as { exit: number }).exit])).toEqual([
      ['log', 0],
      ['log', 0],
    ]);
  });

  it('fails with its exit code, and what it printed is kept', async () => {
    const play = await open({
      beats: `- { id: a, run: [node, -e, "console.error('broken'); process.exit(3)"], timeout: 10s }`,
    });
    const result = await play.run('play');
    expect(result.failure!.message).toMatch(/ended with 3$/);
    expect(result.movements[0]!.steps[0]!.output).toMatchObject({ exit: 3, stderr: 'broken\n' });
    const printed = play.events.flatMap((event) =>
      event.type === 'output' ? [Buffer.from(event.chunk).toString()] : [],
    );
    expect(printed.join('')).toBe('broken\n');
  });

  it.each([
    [
      'that is nowhere',
      'no-such-program-at-all',
      "the command `no-such-program-at-all` was not found; install it so that it lies in the PATH, or in the workspace's node_modules",
    ],
    ['outside the workspace', '../../bin/sh', '`../../bin/sh` lies outside the workspace'],
    ['at an absolute path', '/bin/sh', '`/bin/sh` lies outside the workspace'],
    [
      'that is not in the workspace',
      'scripts/none.sh',
      'the command `scripts/none.sh` was not found; the path is taken from the folder of the workspace',
    ],
    [
      'that is not executable',
      'bin/plain.sh',
      'the command `bin/plain.sh` cannot be started: permission is missing; make it executable, as with `chmod +x`',
    ],
    [
      'whose interpreter is missing',
      'bin/odd.sh',
      'the command `bin/odd.sh` cannot be started: the interpreter that its first line names was not found',
    ],
  ])('%s is refused', async (_, program, message) => {
    const files = { 'bin/plain.sh': '#!/bin/sh\n', 'bin/odd.sh': '#!/no/such/interpreter\n' };
    const play = await open({ status: 'draft', beats: `- { id: a, run: ["${program}"], timeout: 10s }`, files });
    chmodSync(join(play.root, 'bin/odd.sh'), 0o755);
    expect((await play.run('play')).failure!.message).toBe(message);
  });

  it('finds the programs of the packages of the workspace', async () => {
    const play = await open({ beats: '- { id: a, run: [greet], timeout: 10s }' });
    play.write('tools/greet.sh', '#!/bin/sh\necho hello\n');
    play.write('node_modules/.bin/keep', '');
    chmodSync(join(play.root, 'tools/greet.sh'), 0o755);
    symlinkSync('../../tools/greet.sh', join(play.root, 'node_modules/.bin/greet'));
    expect((await play.run('play')).movements[0]!.steps[0]!.output).toMatchObject({ stdout: 'hello\n' });
  });

  it('that takes too long goes with everything it started, also what does not want to', async () => {
    const play = await open({
      beats: '- { id: a, run: [node, parent.mjs], timeout: 1500ms }',
      files: {
        'parent.mjs': `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['child.mjs'], { stdio: 'inherit' });
writeFileSync('pids', process.pid + ' ' + child.pid);
setInterval(() => undefined, 1000);`,
        'child.mjs': "process.on('SIGTERM', () => undefined);\nsetInterval(() => undefined, 1000);",
      },
    });
    const result = await play.run('play');
    expect(result.failure).toMatchObject({ kind: 'timeout' });
    const pids = play.read('pids').split(' ').map(Number);
    expect(pids).toHaveLength(2);
    // What was killed stays a zombie until its parent, by then the first process, takes note.
    await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });

  it('ends what it leaves in the background, and does not wait for it', async () => {
    const play = await open({
      beats: '- { id: a, run: [sh, -c, "sleep 30 & echo $! > pid; echo started"], timeout: 20s }',
    });
    const result = await play.run('play');
    expect(result.movements[0]!.steps[0]).toMatchObject({ status: 'done', output: { stdout: 'started\n' } });
    const pid = Number(play.read('pid'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('measures through a file', async () => {
    const play = await open({
      extra: 'completion: [count == 12 && speed > 0.5 && ok]',
      beats: `- { id: a, run: [sh, -c, "printf 'count=12\\\\nspeed = 7.5e-1\\\\nok=true\\\\n' >> $SYMPHONYC_MEASURES"], measures: [count, speed, ok], timeout: 10s }`,
    });
    const result = await play.run('play');
    expect(result.failure).toBeUndefined();
    expect(result.metrics.map(({ metric, value }) => [metric, value])).toEqual([
      ['count', 12],
      ['speed', 0.75],
      ['ok', true],
    ]);
  });

  it.each([
    ['ok=maybe', 'must be a finite number'],
    ['speed=1', '`speed` cannot be measured'],
    ['rubbish', '`rubbish` in the file of measures is not `metric=value`'],
  ])('cannot measure %s', async (line, message) => {
    const play = await open({
      beats: `- { id: a, run: [sh, -c, "echo '${line}' >> $SYMPHONYC_MEASURES"], measures: [ok], timeout: 10s }`,
    });
    expect((await play.run('play')).failure!.message).toContain(message);
  });
});

describe('a probe', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const serve = async (status: number, body: string, headers: Record<string, string> = {}): Promise<string> => {
    server = createServer((_, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  };

  it('sees a file, and what its expectation lacks', async () => {
    const play = await open({
      beats: `
- { id: a, probe: { file: data.txt, expect: 'exists && size == 5 && text == "hello"' }, timeout: 5s }
- { id: b, probe: { file: none.txt, expect: '!exists && size == 0' }, timeout: 5s }
- { id: c, probe: { file: data.txt, expect: 'size > 9' }, timeout: 5s, evidence: [seen] }`,
      files: { 'data.txt': 'hello' },
    });
    const result = await play.run('play');
    expect(statuses(result)).toEqual({ a: 'done', b: 'done', c: 'failed' });
    expect(result.failure).toMatchObject({
      kind: 'expectation',
      message: '`size > 9` is false (exists = true, size = 5)',
    });
    expect(result.evidence).toEqual([]);
  });

  it('does not follow a link out of the workspace', async () => {
    const play = await open({ beats: '- { id: a, probe: { file: link, expect: exists }, timeout: 5s }' });
    symlinkSync('/etc/hostname', join(play.root, 'link'));
    expect((await play.run('play')).failure!.message).toBe('`link` lies outside the workspace');
  });

  it('sees a command, whatever its exit code', async () => {
    const play = await open({
      beats: `- { id: a, probe: { run: [node, -e, "console.log(1); process.exit(2)"], expect: 'exit == 2 && stdout == "1\\n"' }, timeout: 10s }`,
    });
    expect((await play.run('play')).failure).toBeUndefined();
  });

  it('sees a URL', async () => {
    const url = await serve(200, 'fine');
    const play = await open({
      beats: `- { id: a, probe: { http: "${url}", expect: 'status == 200 && body == "fine" && latency_ms < 5000.0' }, timeout: 5s, evidence: [seen] }`,
    });
    const result = await play.run('play');
    expect(result.failure).toBeUndefined();
    expect(result.evidence[0]!.content).toMatchObject({ look: 'http', at: [url], status: 200, body: 'fine' });
  });

  it('takes a redirect for an answer and goes nowhere else', async () => {
    const url = await serve(302, '', { location: 'http://127.0.0.1:1/' });
    const play = await open({
      beats: `- { id: a, probe: { http: "${url}", expect: 'status == 302' }, timeout: 5s }`,
    });
    expect((await play.run('play')).failure).toBeUndefined();
  });

  it('gives up on a URL that never answers', async () => {
    server = createServer(() => undefined);
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const play = await open({
      beats: `- { id: a, probe: { http: "http://127.0.0.1:${port}/", expect: 'status == 200' }, timeout: 200ms }`,
    });
    expect((await play.run('play')).failure).toMatchObject({ kind: 'timeout' });
  });
});

describe('what cannot be told', () => {
  const handlers =
    "export const a = ({ measure }) => measure('count', 3);\nexport const half = ({ measure }) => measure('count', 3.5);";
  const measured = '{ id: a, handler: h#a, measures: [count], timeout: 5s }';

  it('is not a pass: a metric that nothing has measured', async () => {
    const play = await open({ beats: `- ${measured}`, handlers, extra: 'completion: [count > 0, speed > 0.5]' });
    const result = await play.run('play');
    expect(result.judged.map(({ verdict }) => verdict)).toEqual(['holds', 'unknown']);
    expect(result.failure).toMatchObject({
      kind: 'gate',
      message: 'completion: nothing has measured `speed` in this run',
    });
  });

  it('is not a pass: a metric without need, where the other side decides', async () => {
    const play = await open({ beats: `- ${measured}`, handlers, extra: 'completion: [count > 0 || speed > 0.5]' });
    expect((await play.run('play')).status).toBe('failed');
  });

  it('is not a pass: half a whole number', async () => {
    const play = await open({
      beats: '- { id: a, handler: h#half, measures: [count], timeout: 5s }',
      handlers,
      extra: 'completion: [count > 0]',
    });
    expect((await play.run('play')).failure!.message).toBe('completion: `count` is 3.5, which is no int');
  });

  it('stops a beat whose condition is over a metric that nothing has measured', async () => {
    const play = await open({
      beats: `
- { id: b, handler: h#a, when: count > 1, timeout: 5s }
- ${measured}`,
      handlers,
    });
    const result = await play.run('play');
    expect(result.failure!.message).toBe(
      'whether it plays cannot be told: nothing has measured `count` in this run; `a` would',
    );
  });

  it('stops a beat that waits for an event that was not published', async () => {
    const play = await open({
      beats: `
- { id: b, run: [node, --version], awaits: [play.b], timeout: 5s }
- { id: c, run: [node, --version], emits: [play.b], timeout: 5s }`,
    });
    const result = await play.run('play');
    expect(result.failure!.message).toBe(
      'it waits for `play.b`, which nothing in this run has published; when it has happened, say so with `--event play.b`',
    );
    expect(statuses(result)).toEqual({ b: 'failed' });
    const told = await play.run('play', { happened: ['play.b'] });
    expect(told).toMatchObject({ status: 'done', happened: ['play.b'] });
    expect(told.events.map(({ event }) => event)).toEqual(['play.b']);
    await expect(play.run('play', { happened: ['play.a'] })).rejects.toThrow(
      '`play` does not wait for `play.a`; it waits for `play.b`',
    );
  });

  it('is refused: an input that is missing, unknown or of another type', async () => {
    const play = await open({ beats: `- ${measured}`, handlers, extra: 'inputs: { n: { type: int } }' });
    await expect(play.run('play')).rejects.toThrow('`play` needs the input `n` (int)');
    await expect(play.run('play', { inputs: { n: '1.5' } })).rejects.toThrow(
      'the input `n` of `play` is "1.5", which is no int',
    );
    await expect(play.run('play', { inputs: { n: 1, m: 2 } })).rejects.toThrow('`play` has no input `m`; it has `n`');
    await expect(play.run('play', { inputs: { n: 1 }, movement: 'x' })).rejects.toThrow('it has `first`');
    await expect(play.run('play', { inputs: { n: 1 }, dynamics: 'fff' })).rejects.toThrow('there are p, mf, f, ff');
  });
});
