/** Where TypeScript cannot be asked, that is said, it raises no score, and the next build asks again. */
import { expect, it } from 'vitest';
import type { Host } from '../../compiler/host/host.ts';
import { nodeHost } from '../../compiler/host/node.ts';
import { hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { oneHandler } from '../support/signatures.ts';
import { tempWorkspace } from '../support/temp.ts';

interface Told {
  readonly conforms: boolean;
  readonly rules: readonly { readonly code: string; readonly checks: number; readonly violations: number }[];
  readonly diagnostics: readonly { readonly severity: string; readonly code: string; readonly message: string }[];
}

/** Does something, so that no other rule minds. */
const sound = `export const compile = ({ log, step }: { log: { info(text: string): void }; step: string }) => log.info(step);\n`;

const environment = testEnvironment();

async function check(cwd: string, startCompiler: Host['startCompiler']): Promise<Told> {
  const { out } = await runCli(['check', '--format', 'json'], {
    cwd,
    host: hostWith(environment, { ...nodeHost, startCompiler }),
  });
  return JSON.parse(out) as Told;
}

const tallyOf = ({ rules }: Told) => rules.find(({ code }) => code === 'SIGNATURE_MISMATCH');

const absent: Host['startCompiler'] = async () => undefined;

const ended: Host['startCompiler'] = async () => {
  const running = (await nodeHost.startCompiler())!;
  return { ...running, send: () => running.kill() };
};

/** What else is said about so small a workspace is no news. */
const isNews = ({ code }: { readonly code: string }): boolean => code.startsWith('SIGNATURE');

it.each([
  ['is not installed', absent, 'it is not installed, or not for this system'],
  ['ends before it answers', ended, 'it has ended'],
] as const)('says so when it %s', async (_, startCompiler, problem) => {
  const root = tempWorkspace(oneHandler(sound));
  const told = await check(root, startCompiler);
  expect(
    told.diagnostics.filter(isNews).map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
  ).toEqual([`major SIGNATURES_UNCHECKED: TypeScript could not be asked about the signatures of handlers: ${problem}`]);
  expect(told.conforms).toBe(false);
  expect(tallyOf(told)).toMatchObject({ checks: 1, violations: 1 });
  expect(await check(root, startCompiler)).toEqual(told);
  const healed = await check(root, nodeHost.startCompiler);
  expect(healed.diagnostics.filter(isNews)).toEqual([]);
  expect(tallyOf(healed)).toMatchObject({ checks: 1, violations: 0 });
  expect(await check(root, absent)).toEqual(healed);
});

it('asks nobody when no beat calls a handler, or the rule is off', async () => {
  const files = oneHandler(sound);
  const never = async (): Promise<undefined> => {
    throw new Error('asked');
  };
  const play = String(files['play.yaml']).replace('handler: build#compile', 'run: [node, --version]');
  expect((await check(tempWorkspace({ ...files, 'play.yaml': play }), never)).conforms).toBe(true);
  const off = { ...files, 'symphony.yaml': `${files['symphony.yaml']}severities: { SIGNATURE_MISMATCH: off }\n` };
  const told = await check(tempWorkspace(off), never);
  expect(told.diagnostics.map(({ code }) => code)).not.toContain('SIGNATURES_UNCHECKED');
});
