/** Decisions by people: asked for, given by somebody entitled, recorded, and followed. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openRunJournal, type RunRecord } from '../../runtime/index.ts';
import { JournalError } from '../../runtime/journal/journal.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519').privateKey;
const pem = (key: typeof privateKey): string => String(key.export({ type: 'pkcs8', format: 'pem' }));
const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const approvers = `approvers:
  product-owner: [{ name: ada }, { name: bob }]
  auditor: [{ name: eve, key: ${spki} }]`;

async function open(beats: string, more: Parameters<typeof small>[0] | object = {}): Promise<Workspace> {
  workspace = await small({
    beats,
    handlers:
      "import { appendFileSync } from 'node:fs';\nexport const note = ({ step }) => { appendFileSync('played.txt', step + '\\n'); };",
    files: { 'symphony.yaml': smallSettings(approvers) },
    ...more,
  });
  return workspace;
}

const cli = (...argv: string[]): Promise<CliResult> => runCli(argv, { cwd: workspace!.root });
const shown = async (): Promise<RunRecord> =>
  JSON.parse((await cli('show', 'last', '--format', 'json')).out) as RunRecord;

const approval = `
- { id: before, handler: h#note, timeout: 5s }
- { id: decide, approve: { by: product-owner, question: Shall we? }, effects: none, emits: [play.a] }
- { id: after, handler: h#note, awaits: [play.a], timeout: 5s }`;

describe('a beat that asks for an approval', () => {
  it('lets the run wait, and go on with what was decided', async () => {
    const play = await open(approval);
    const waiting = await cli('run', 'play');
    expect(waiting.code).toBe(4);
    expect(waiting.err).toContain('play/first/decide: Shall we? (product-owner decides)');
    expect(waiting.err).toMatch(
      /decide with: symphonyc approve \S+ 'play\/first\/decide' --role product-owner --by NAME\n {4}`ada`, `bob` may decide as product-owner\n/,
    );
    expect(play.read('played.txt')).toBe('before\n');
    expect((await cli('approve', 'last', 'decide', '--by', 'ada', '--comment', 'it is time')).code).toBe(0);
    const done = await cli('run', '--resume', 'last');
    expect(done.code, done.err).toBe(0);
    expect(play.read('played.txt')).toBe('before\nafter\n');
    const record = await shown();
    expect(record.decisions).toMatchObject([
      { subject: 'play/first/decide', decision: 'approve', by: 'ada', role: 'product-owner', comment: 'it is time' },
    ]);
    expect(record.processes).toBe(2);
  });
  it('fails when the answer is no', async () => {
    const play = await open(approval);
    await cli('run', 'play');
    expect((await cli('approve', 'last', 'decide', '--by', 'bob', '--reject', '--comment', 'not yet')).code).toBe(0);
    const { code, err } = await cli('run', '--resume', 'last');
    expect(code).toBe(1);
    expect(err).toContain('bob has rejected it: not yet');
    expect(play.read('played.txt')).toBe('before\n');
  });
  it('takes no answer from somebody else, in another role, or about something else', async () => {
    await open(approval);
    await cli('run', 'play');
    const refused = async (...argv: string[]): Promise<string> => {
      const { code, err } = await cli('approve', 'last', ...argv);
      expect(code).toBe(2);
      return err;
    };
    expect(await refused('decide', '--by', 'mallory')).toContain(
      '`mallory` may not decide as product-owner; `ada`, `bob` may',
    );
    expect(await refused('decide', '--by', 'ada', '--role', 'auditor')).toContain(
      'was given as auditor, not as product-owner',
    );
    expect(await refused('before', '--by', 'ada')).toContain(
      'does not wait for `before`; it waits for `play/first/decide`',
    );
    expect(await refused('decide', '--by', 'ada', '--measure', 'count=1')).toContain('the beat declares no `count`');
    expect((await cli('run', '--resume', 'last')).code).toBe(4);
  });
  it('is asked again after its answer was undone with it', async () => {
    const play = await open(
      `${approval}
- { id: fails, handler: h#fails, timeout: 5s }`,
      {
        extra: 'rollback: { atomic: movement, on: [beat-failed] }',
        handlers: `
import { appendFileSync, existsSync } from 'node:fs';
export const note = ({ step }) => { appendFileSync('played.txt', step + '\\n'); };
export const fails = () => { if (!existsSync('calm')) throw new Error('no'); };`,
      },
    );
    await cli('run', 'play');
    await cli('approve', 'last', 'decide', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(1);
    play.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(4);
    await cli('approve', 'last', 'decide', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    expect(play.read('played.txt')).toBe('before\nafter\nbefore\nafter\n');
  });
  it('fails when nobody has decided in its time', async () => {
    const play = await open('- { id: decide, approve: { by: product-owner }, effects: none, timeout: 1h }');
    let now = Date.parse('2026-01-01T00:00:00Z');
    const first = await play.run('play', { now: () => now });
    expect(first.status).toBe('waiting');
    now += 59 * 60_000;
    expect((await play.run('play', { now: () => now, resume: first.run })).status).toBe('waiting');
    now += 2 * 60_000;
    const late = await play.run('play', { now: () => now, resume: first.run });
    expect(late.failure).toMatchObject({ kind: 'timeout', message: 'nobody decided within 3600000 ms' });
  });
  it('counts nobody who is not named in the workspace', async () => {
    await open('- { id: decide, approve: { by: stranger }, effects: none }', { status: 'draft' });
    await cli('run', 'play');
    const { code, err } = await cli('approve', 'last', 'decide', '--by', 'ada');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('nobody may decide as stranger: name who may under `approvers`'),
    ]);
  });
});

describe('what an approval has to bring along', () => {
  const beats =
    '- { id: assess, approve: { by: product-owner }, effects: none, evidence: [report, picture], measures: [speed, ok] }';
  const files = ['--evidence', 'report=report.md', '--evidence', 'picture=picture.png'];
  it('is asked for, and becomes what the beat measured and proved', async () => {
    const play = await open(beats);
    play.write('report.md', 'all is well\n');
    play.write('picture.png', '\u0000');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(play.root, 'picture.png'), Uint8Array.of(0xff, 0xd8, 0));
    const asked = await cli('run', 'play');
    expect(asked.err).toContain(
      '--measure speed=VALUE --measure ok=VALUE --evidence report=FILE --evidence picture=FILE',
    );
    const bare = await cli('approve', 'last', 'assess', '--by', 'ada');
    expect([bare.code, bare.err]).toEqual([
      2,
      expect.stringContaining('comes without `report`, `picture`, `speed`, `ok`'),
    ]);
    const given = await cli(
      'approve',
      'last',
      'assess',
      '--by',
      'ada',
      '--measure',
      'speed=0.8',
      '--measure',
      'ok=true',
      ...files,
    );
    expect(given.code, given.err).toBe(0);
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    const { metrics, evidence } = await shown();
    expect(metrics.map(({ metric, value }) => [metric, value])).toEqual([
      ['speed', 0.8],
      ['ok', true],
    ]);
    expect(evidence.map((one) => [one.evidence, one.content, one.encoding])).toEqual([
      ['report', 'all is well\n', undefined],
      ['picture', '/9gA', 'base64'],
    ]);
  });
  it('has to be there and mean something', async () => {
    const play = await open(beats);
    play.write('empty', '');
    await cli('run', 'play');
    for (const [given, message] of [
      [['--measure', 'speed=fast'], 'the value of `speed` is `fast`'],
      [['--measure', 'speed'], '--measure takes NAME=VALUE'],
      [['--evidence', 'report=nowhere'], 'there is no file `nowhere`'],
      [['--evidence', 'report=empty'], '`empty` is empty, so it proves nothing'],
    ] as const) {
      const { code, err } = await cli('approve', 'last', 'assess', '--by', 'ada', ...given);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});

describe('somebody with a key', () => {
  const beats = '- { id: audit, approve: { by: auditor }, effects: none }';
  it('decides with a signature, and nobody can do so in their name', async () => {
    const play = await open(beats);
    play.write('eve.pem', pem(privateKey));
    play.write('mallory.pem', pem(other));
    play.write('nonsense.pem', 'not a key');
    await cli('run', 'play');
    for (const [argv, message] of [
      [[], '`eve` has a key, so the decision has to be signed with it'],
      [['--key', 'mallory.pem'], 'the signature of the decision is not by the key of `eve`'],
      [['--key', 'nonsense.pem'], '`nonsense.pem` holds no Ed25519 private key'],
      [['--key', 'nowhere.pem'], 'there is no key file `nowhere.pem`'],
    ] as const) {
      const { code, err } = await cli('approve', 'last', 'audit', '--by', 'eve', ...argv);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    }
    expect((await cli('approve', 'last', 'audit', '--by', 'eve', '--key', 'eve.pem')).code).toBe(0);
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('is not taken at a word that was put into the journal by hand', async () => {
    const play = await open(beats);
    await cli('run', 'play');
    const [run] = readdirSync(join(play.root, '.symphony/runs')).filter((name) => name !== 'index.jsonl');
    const { openRunJournal } = await import('../../runtime/journal/open.ts');
    const opened = openRunJournal(play.root, run!, Date.now);
    const forged = {
      type: 'decided',
      kind: 'approval',
      subject: 'play/first/audit',
      decision: 'approve',
      by: 'eve',
      account: 'x',
      role: 'auditor',
    } as const;
    opened.journal.append(forged);
    await opened.release();
    const { code, err } = await cli('run', '--resume', 'last');
    expect(code).toBe(4);
    expect(err).toContain('audit: waiting: `eve` has a key');
    expect(readFileSync(join(play.root, '.symphony/runs', run!, 'journal.jsonl'), 'utf8')).not.toContain(
      'run-ended","status":"done"',
    );
  });
});

describe('a policy that asks for an approval', () => {
  const policy = `apiVersion: symphonyc/v1
kind: Policy
id: seen
title: Seen
status: active
statement: Somebody has looked at it.
attest: { approval: product-owner }
`;
  const withPolicy = {
    movement: 'policies: [seen]',
    files: {
      'symphony.yaml': smallSettings(approvers, { sources: ['policy.yaml'] }),
      'policy.yaml': policy,
    },
  };
  it('lets the run wait after the movement', async () => {
    const play = await open('- { id: a, handler: h#note, timeout: 5s }', withPolicy);
    const waiting = await cli('run', 'play');
    expect(waiting.code).toBe(4);
    expect(waiting.err).toContain('seen at play/first: policy `seen` asks for an approval (product-owner decides)');
    expect((await cli('approve', 'last', 'seen at play/first', '--by', 'ada')).code).toBe(0);
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    expect(play.read('played.txt')).toBe('a\n');
  });
  it('fails the run when the question cannot be kept', async () => {
    const play = await open('- { id: a, handler: h#note, timeout: 5s }', withPolicy);
    const keep = (run: string, now: () => number): ReturnType<typeof openRunJournal> => {
      mkdirSync(join(play.root, '.symphony/runs', run), { recursive: true });
      const opened = openRunJournal(play.root, run, now);
      let isFull = false;
      const append: typeof opened.journal.append = (record) => {
        isFull ||= record.type === 'asked';
        opened.journal.append(record);
      };
      const flush = (): Promise<void> =>
        isFull ? Promise.reject(new JournalError('the disk is full')) : opened.journal.flush();
      return { ...opened, journal: { ...opened.journal, append, flush } };
    };
    const result = await play.run('play', { keep });
    expect(result).toMatchObject({ status: 'failed', failure: { message: 'the disk is full', subject: 'play' } });
  });
  it('is content with a beat that the role has approved', async () => {
    await open('- { id: look, approve: { by: product-owner }, effects: none }', withPolicy);
    await cli('run', 'play');
    await cli('approve', 'last', 'look', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('fails the movement when the answer is no', async () => {
    await open('- { id: a, handler: h#note, timeout: 5s }', withPolicy);
    await cli('run', 'play');
    await cli('approve', 'last', 'seen at play/first', '--by', 'ada', '--reject');
    const { code, err } = await cli('run', '--resume', 'last');
    expect([code, err]).toEqual([1, expect.stringContaining('policy `seen`: ada has rejected it')]);
  });
});
