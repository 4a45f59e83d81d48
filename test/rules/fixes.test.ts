/**
 * The fixes that rules offer for their own examples, each made alone, as the author wrote the file and with other line ends
 * and comments: the finding is gone, nothing that is as severe has come, nothing else in the file has changed, and there
 * is nothing more to do.
 */
import { describe, expect, it } from 'vitest';
import type { Example } from '../../compiler/diagnostics/define.ts';
import { rules } from '../../compiler/generated/rules.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import { applyEdits } from '../support/edits.ts';
import { planFor } from '../support/fixing.ts';
import { diagnose, withWorkspace } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

const each = (files: Files, change: (text: string, path: string) => string): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text, path)]));

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

/** A comment at the end of every line in which there can be one and is none. */
const commented = (text: string): string =>
  text.replace(/(?<=^[^#\n]*[^\s|>])$/gm, (_, at: number) =>
    /[|>][+-]?\n\s+[^\n]*$/.test(text.slice(0, at)) ? '' : `  # kept ${at} 🎼`,
  );

const manners: readonly (readonly [name: string, change: (files: Files) => Files])[] = [
  ['as it is', (files) => files],
  ['with CRLF and a byte order mark', (files) => each(files, (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`)],
  ['with comments', (files) => each(files, (text, path) => (isYaml(path) ? commented(text) : text))],
  ['without a line end at the end', (files) => each(files, (text) => text.replace(/\n$/, ''))],
];

const key = ({ code, file, range, message }: Diagnostic): string => JSON.stringify([code, file, range.start, message]);

/** The codes of an example whose fixes are looked at; the comments of a YAML file that cannot be read are none. */
async function offered(code: string, files: Files): Promise<Diagnostic[]> {
  const all = await diagnose(files);
  return all.filter((one) => one.code === code && one.fix);
}

async function expectSound(files: Files, found: Diagnostic): Promise<void> {
  const made = await planFor(files, (one) => key(one) === key(found));
  const what = JSON.stringify([
    found.code,
    found.fix,
    made.plan.state.diagnostics.map((one) => [key(one), made.plan.refusalOf(one)]),
  ]);
  expect(
    made.plan.phases.flatMap(({ fixed }) => fixed.map(key)),
    what,
  ).toEqual([key(found)]);
  expect(made.plan.state.diagnostics.map(key)).not.toContain(key(found));
  for (const [path, text] of Object.entries(withWorkspace(files) as Files)) {
    const own = found.fix!.edits.filter((edit) => edit.file === path);
    const unmarked = text.replace(/^\ufeff/, '');
    const crlf = unmarked.includes('\r\n');
    const edits = own.map((edit) => ({ ...edit, text: crlf ? edit.text.replace(/\r?\n/g, '\r\n') : edit.text }));
    expect(made.files[path]).toBe(text.slice(0, text.length - unmarked.length) + applyEdits(unmarked, edits));
    for (const comment of text.match(/# kept \d+ 🎼/gu) ?? []) expect(made.files[path]).toContain(comment);
  }
  const again = await planFor(
    made.files,
    (one) => one.code === found.code && one.subject === found.subject && one.message === found.message,
  );
  expect(again.plan.phases, what).toEqual([]);
}

const fixable = rules.filter((rule) => rule.fixable);
const failing = ({ examples }: (typeof rules)[number]): readonly Example[] =>
  examples.filter((one) => one.expect.length > 0);

describe.each(fixable.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it.each(manners)('each fix of an example repairs it, and nothing else changes: %s', async (manner, change) => {
    let fixes = 0;
    for (const example of failing(rule)) {
      const files = change(example.files);
      for (const found of await offered(code, files)) {
        fixes++;
        if (rule.fixable === 'unsafe') expect(found.fix!.safe).toBe(false);
        await expectSound(files, found);
      }
    }
    if (manner === 'as it is') expect(fixes).toBeGreaterThan(0);
  });
  it('all fixes of an example together leave nothing that a second run would repair', async () => {
    for (const example of failing(rule)) {
      const { files } = await planFor(example.files);
      const again = await planFor(files);
      expect(
        again.plan.phases.flatMap(({ fixed }) => fixed.map(key)),
        example.title,
      ).toEqual([]);
    }
  });
});
