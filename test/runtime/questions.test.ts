/** The commands that are proposed to whoever has to answer a question of a run: they hold all that it needs. */
import { userInfo } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runtime/index.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace;
afterEach(() => workspace.remove());

const cli = (...argv: string[]): Promise<CliResult> => runCli(argv, { cwd: workspace.root });

/** Nobody can sign with it: no test gets so far. */
const key = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';

async function open(beats: string, handlers?: string, more: { extra?: string; after?: string } = {}): Promise<void> {
  workspace = await small({
    beats,
    handlers: handlers ?? 'export const act = () => undefined;',
    ...more,
    files: {
      'symphony.yaml': smallSettings(`approvers:
  owner: [{ name: ada }, { name: bob }]
  chief: [{ name: Eve O'Hara }]
  auditor: [{ name: mia, key: ${key} }]
  operator: [{ name: ada }, { name: ${userInfo().username} }]`),
    },
  });
}

/** The command that a text proposes, without the id of the run. */
const proposed = (text: string): string | undefined =>
  /decide with: symphonyc approve \S+ (.*)$/m.exec(text)?.[1]?.trimEnd();

const asking = (role: string, more = ''): string =>
  `- { id: decide, approve: { by: ${role}, question: Shall we? }, effects: none${more} }`;

describe('the command that answers', () => {
  it.each([
    ['several who may', 'owner', "'play/first/decide' --role owner --by NAME"],
    ['one who may', 'chief', "'play/first/decide' --role chief --by 'Eve O'\\''Hara'"],
    ['one who signs', 'auditor', "'play/first/decide' --role auditor --by mia --key FILE"],
    ['the account', 'operator', "'play/first/decide' --role operator"],
  ])('says in whose name: %s', async (_, role, command) => {
    await open(asking(role));
    const { code, err } = await cli('run', 'play');
    expect([code, proposed(err)]).toEqual([4, command]);
  });
  it('is in the name that the run was given', async () => {
    await open(asking('owner'));
    expect(proposed((await cli('run', 'play', '--by', 'bob')).err)).toBe("'play/first/decide' --role owner --by bob");
  });
  it('is told with what is missing, and answers once its words in capitals are filled in', async () => {
    await open(asking('owner', ', measures: [speed], evidence: [report]'));
    const all = "'play/first/decide' --role owner --by ada --measure speed=VALUE --evidence report=FILE";
    expect(proposed((await cli('run', 'play')).err)).toBe(all.replace('ada', 'NAME'));
    const bare = await cli('approve', 'last', 'decide', '--by', 'ada');
    expect([bare.code, proposed(bare.err)]).toEqual([2, all]);
    const no = await cli('approve', 'last', 'decide', '--reject');
    expect(proposed(no.err)).toBe("'play/first/decide' --reject --role owner --by NAME");
    workspace.write('report.md', 'all is well\n');
    const words = all.replace('VALUE', '0.5').replace('FILE', 'report.md').replaceAll("'", '').split(' ');
    expect(await cli('approve', 'last', ...words)).toMatchObject({ code: 0 });
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('needs nobody in particular where anybody may answer', async () => {
    await open('- { id: act, handler: h#act, effects: external, timeout: 5s }');
    expect(proposed((await cli('run', 'play', '--loa', '1')).err)).toBe("'play/first/act'");
  });
});

describe('show', () => {
  const twice = `
- { id: decide, approve: { by: owner, question: Shall we? }, effects: none, measures: [speed] }
- { id: act, handler: h#act, needs: [], effects: external, timeout: 5s }`;
  const shown = async (): Promise<RunRecord> =>
    JSON.parse((await cli('show', 'last', '--format', 'json')).out) as RunRecord;

  it('lists what a run waits for, with who may answer and how', async () => {
    await open(twice);
    const { err } = await cli('run', 'play', '--loa', '2');
    const { run, questions } = await shown();
    expect(err).toContain(`see how the others are answered with: symphonyc show ${run}\n`);
    const decide = `symphonyc approve ${run} 'play/first/decide' --role owner --by NAME --measure speed=VALUE`;
    const act = `symphonyc approve ${run} 'play/first/act'`;
    const { out } = await cli('show', 'last');
    expect(out).toContain('\nwaiting for:\n');
    expect(out).toContain(`
  play/first/decide: Shall we? (owner decides)
    decide with: ${decide}
      \`ada\`, \`bob\` may decide as owner
`);
    expect(out).toMatch(
      /\n {2}play\/first\/act: it reaches beyond this machine, .*\n {4}decide with: symphonyc approve /,
    );
    expect(out.endsWith(`\nthen go on with: symphonyc run play --resume ${run}\n`)).toBe(true);
    // They are asked at once.
    expect(questions.toSorted((one, other) => (one.kind < other.kind ? -1 : 1))).toMatchObject([
      { kind: 'approval', subject: 'play/first/decide', approvers: ['ada', 'bob'], command: decide },
      { kind: 'effect', subject: 'play/first/act', command: act },
    ]);
  });
  it('lists no question that was answered, and says how the run goes on', async () => {
    await open(asking('owner'));
    await cli('run', 'play');
    await cli('approve', 'last', 'decide', '--by', 'ada');
    const { out } = await cli('show', 'last');
    expect(out).toMatch(/waiting for nothing that is not decided\ngo on with: symphonyc run play --resume \S+\n$/);
    await cli('run', '--resume', 'last');
    expect((await cli('show', 'last')).out).not.toContain('waiting');
    expect((await shown()).questions).toEqual([]);
  });
  it('knows the role where there is no plan any more', async () => {
    await open(asking('owner'));
    await cli('run', 'play');
    const { out } = await cli('show', 'last', '--plans', 'nowhere');
    expect(out).toContain("'play/first/decide' --role owner --by NAME\n      owner decides\n");
  });
  it('lists no decision that was undone with what it was about', async () => {
    await open(
      `${asking('owner')}\n- { id: act, handler: h#act, timeout: 5s, effects: none }`,
      `import { existsSync } from 'node:fs';
export const act = () => { if (!existsSync('calm')) throw new Error('no'); };`,
      { extra: 'rollback: { atomic: movement, on: [beat-failed] }' },
    );
    await cli('run', 'play');
    await cli('approve', 'last', 'decide', '--by', 'ada');
    expect((await shown()).decisions).toMatchObject([{ by: 'ada' }]);
    expect((await cli('run', '--resume', 'last')).code).toBe(1);
    expect((await shown()).decisions).toEqual([]);
    workspace.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(4);
    await cli('approve', 'last', 'decide', '--by', 'bob');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    const { out } = await cli('show', 'last');
    expect(out).toMatch(/decided:\n {2}play\/first\/decide {2}approve by bob/);
    expect(out).not.toContain('by ada');
  });
});
