/** The last lines of what people see: each says what is true. */
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { runCli } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';

async function rows(files: Record<string, string>, sources = Object.keys(files).join(', ')): Promise<string[]> {
  const cwd = tempWorkspace({ 'symphony.yaml': workspace(sources), ...files });
  const { out } = await runCli(['check'], { cwd });
  return out.split('\n').map((line) => line.trim());
}
const play = (...fields: string[]): string => symphony({ movements: movements(movement('one', beat('a', ...fields))) });
const later = 'what a skipped file refers to is checked once it can be read';

it('why scores are 0', async () => {
  const broken = await rows({ 'build.yaml': domain(), 'play.yaml': play('run: make', 'timeout: 5s') });
  expect(broken).toContain('0 because play.yaml has mistakes in its structure');
  expect(broken).toContain(later);
  const unknown = await rows({ 'build.yaml': domain(), 'play.yaml': play('run: [node, --version]', 'timout: 5s') });
  expect(unknown).toContain('0 because play.yaml has fields that do not exist');
  expect(unknown).not.toContain(later);
  const files = { 'build.yaml': domain(), 'play.yaml': play() };
  const unmatched = await rows(files, 'build.yaml, play.yaml, none/*.yaml');
  expect(unmatched).toContain('0 because none/*.yaml is a pattern that matches nothing');
  expect(unmatched).not.toContain(later);
  expect((await rows(files)).filter((line) => line.startsWith('0 because'))).toEqual([]);
});

it('the first few files, and how many there are', async () => {
  const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`d${i}.yaml`, '[']));
  const told = await rows(files);
  expect(told.filter((line) => line.startsWith('0 because'))).toHaveLength(5);
  expect(told).toContain('and because of 3 more files');
});

it('checks that wait for others', async () => {
  const waiting = await rows({
    'build.yaml': domain(),
    'play.yaml': play('run: [node, --version]', 'timeout: 5s', 'needs: [zz]'),
  });
  const told = waiting.find((line) => line.startsWith('checks: '));
  const failed = Number(/(\d+) failed/.exec(told!)![1]);
  expect(failed > 1 ? told : '').toMatch(/failed or waiting for what failed/);
  const draft = play('run: [node, --version]').replace('status: active', 'status: draft');
  const one = await rows({ 'build.yaml': domain(), 'play.yaml': draft });
  expect(one.find((line) => line.startsWith('checks: '))).toMatch(/, 1 failed, /);
});

it('a tab in the line that is shown', async () => {
  const shown = await rows({ 'build.yaml': `${domain()}labels:\n  a: b\n\tc: d\n` });
  expect(shown).toContain('10 | → c: d');
});
