/** Workflows of GitHub Actions: jobs, needs and steps are kept. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { runCli } from '../support/cli.ts';
import { tempFolder } from '../support/temp.ts';

const workflow = `name: CI
on:
  push: { branches: [main] }
  schedule:
    - cron: '0 3 * * 1'
  workflow_dispatch:
    inputs:
      dry-run: { type: boolean, default: false, description: Try only }
jobs:
  lint:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - name: Lint
        run: npm run lint
  test:
    needs: lint
    strategy: { matrix: { node: [20, 22] } }
    steps:
      - run: |
          npm ci
          npm test -- "\${{ matrix.node }}"
  deploy:
    needs: [lint, test]
    steps:
      - run: ./deploy.sh
        if: success()
`;

async function imported(text: string) {
  const root = tempFolder();
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  writeFileSync(join(root, '.github/workflows/ci.yml'), text);
  const result = await runCli(['import', 'github-actions', '.github/workflows', '--format', 'json'], { cwd: root });
  const read = (path: string) => parseYaml(readFileSync(join(root, 'symphonies/imported', path), 'utf8'));
  return { ...result, read, root, told: JSON.parse(result.out) };
}

describe('a workflow', () => {
  it('keeps its jobs with what they need, each as a symphony of its steps', async () => {
    const { code, read } = await imported(workflow);
    expect(code).toBe(0);
    expect(read('ci.yaml').movements[0].beats).toEqual([
      { id: 'lint', title: 'lint', perform: 'ci-lint', needs: [], timeout: '10m' },
      { id: 'test', title: 'test', perform: 'ci-test', needs: ['lint'], each: { node: ['20', '22'] } },
      { id: 'deploy', title: 'deploy', perform: 'ci-deploy', needs: ['lint', 'test'] },
    ]);
    expect(read('ci-lint.yaml').movements[0].beats).toEqual([
      {
        id: 'actions-checkout-v4',
        handler: 'actions#checkout',
        purpose: 'Does what the action actions/checkout@v4 does',
        with: { 'fetch-depth': 0 },
      },
      { id: 'lint', title: 'Lint', run: ['npm', 'run', 'lint'] },
    ]);
    const [script] = read('ci-test.yaml').movements[0].beats;
    expect(script.run.slice(0, 5)).toEqual(['bash', '-e', '-o', 'pipefail', '-c']);
  });
  it('keeps what starts it, and its inputs', async () => {
    const { read } = await imported(workflow);
    const { trigger, inputs } = read('ci.yaml');
    expect(trigger).toEqual({ on: ['commit', 'schedule', 'manual'], frequency: 'at 0 3 * * 1 (cron, UTC)' });
    expect(inputs).toEqual({ dry_run: { type: 'bool', description: 'Try only', default: false } });
  });
  it('lists what has no counterpart', async () => {
    const { told } = await imported(workflow);
    const paths = told.files[0].leftovers.map(({ path }: { path: string[] }) => path.join('.'));
    expect(paths).toEqual(['on.push', 'jobs.lint.runs-on', 'jobs.test.steps.0.run', 'jobs.deploy.steps.0.if']);
  });
  it('compiles in a workspace that takes it in', async () => {
    const { root } = await imported(workflow);
    const head = 'apiVersion: symphonyc/v1\nkind: Workspace\nid: ci\ntitle: CI\nstatus: active\nowner: us\n';
    writeFileSync(
      join(root, 'symphony.yaml'),
      `${head}sources: ["symphonies/imported/**/*.yaml"]\nhandlers: { actions: handlers/actions.ts }\n`,
    );
    const { out } = await runCli(['check', '--format', 'json', '--no-cache'], { cwd: root });
    const codes = JSON.parse(out).diagnostics.map(({ code }: { code: string }) => code);
    expect([...new Set(codes)].sort()).toEqual([
      'COMMAND_NOT_FOUND',
      'DOMAIN_OWNER_MISSING',
      'HANDLER_MODULE_UNUSABLE',
      'TIMEOUT_MISSING',
    ]);
  });
  it('joins those that were imported before, and leaves their domain as it is', async () => {
    const { root } = await imported(workflow);
    const domain = join(root, 'symphonies/imported/domains/ci.yaml');
    appendFileSync(domain, 'owner: us\npolicies: [theirs]\n');
    writeFileSync(join(root, 'more.yml'), workflow);
    const { code, out, err } = await runCli(['import', 'github-actions', 'more.yml'], { cwd: root });
    expect([code, err]).toEqual([0, expect.stringContaining('kept symphonies/imported/domains/ci.yaml')]);
    expect(readFileSync(domain, 'utf8')).toContain('owner: us');
    // What is wrong in that file did not come from the original.
    expect(out).not.toContain('theirs');
  });
  it('with a secret is reported, at its place, and the secret is nowhere', async () => {
    const token = `ghp_${'Zx81kQp02LmN44vBtR'.repeat(2)}`;
    const { told, out } = await imported(
      workflow.replace('npm run lint', `curl -H "Authorization: Bearer ${token}" x`),
    );
    const found = told.diagnostics.find(({ code }: { code: string }) => code === 'SECRET_INLINE');
    expect(found).toMatchObject({ file: '.github/workflows/ci.yml', range: { start: { line: 17 } } });
    expect(out).not.toContain(token);
  });
  it('is not written through a link, nor into a folder of other tools', async () => {
    const [root, outside] = [tempFolder(), tempFolder()];
    writeFileSync(join(root, 'ci.yml'), workflow);
    symlinkSync(outside, join(root, 'symphonies'));
    const through = await runCli(['import', 'github-actions', 'ci.yml'], { cwd: root });
    expect(through).toMatchObject({ code: 2, err: expect.stringContaining('a link leads out of the workspace') });
    const into = await runCli(['import', 'github-actions', 'ci.yml', '--into', '.git/x'], { cwd: root });
    expect(into).toMatchObject({ code: 2, err: expect.stringContaining('what lies in `.git` is not edited') });
    expect(readdirSync(outside)).toEqual([]);
  });
  it('goes into a workspace whose own file is wrong', async () => {
    const root = tempFolder();
    writeFileSync(join(root, 'ci.yml'), workflow);
    writeFileSync(join(root, 'symphony.yaml'), 'apiVersion: symphonyc/v1\nkind: Workspace\nsources: 5\nhandlers: 3\n');
    expect((await runCli(['import', 'github-actions', 'ci.yml'], { cwd: root })).code).not.toBe(3);
  });
  it('keeps a field of any name', async () => {
    const { read } = await imported(workflow.replace('fetch-depth: 0', '__proto__: { a: 1 }'));
    expect(Object.keys(read('ci-lint.yaml').movements[0].beats[0].with)).toEqual(['__proto__']);
  });
  it('that is not there is said', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'empty'));
    const result = await runCli(['import', 'github-actions', 'empty'], { cwd: root });
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing to import') });
  });
  it('that has no jobs is none', async () => {
    const { code, told } = await imported('name: CI\non: push\n');
    expect([code, told.files[0].imported]).toEqual([1, false]);
  });
});
