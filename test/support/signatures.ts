/** A workspace of one symphony whose beat names one handler, and what is said about its signature. */
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import type { Files } from './temp.ts';
import { diagnose } from './workspace.ts';

/** `module`: the text of the handler module, which exports `compile`. `fields`: further fields of its beat. */
export const oneHandler = (module: string, fields: readonly string[] = [], path = 'handlers/build.ts'): Files => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', `handlers: { build: ${JSON.stringify(path)} }`),
  'domain.yaml': domain(),
  'play.yaml': symphony({
    extra: 'inputs: { dry_run: { type: bool, default: false } }',
    movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s', ...fields))),
  }),
  [path]: module,
});

/** What is said about signatures, without the name of the function. */
export async function mismatches(files: Files): Promise<string[]> {
  const found = await diagnose(files);
  const internal = found.filter(({ code }) => code === 'INTERNAL_ERROR' || code === 'SIGNATURES_UNCHECKED');
  if (internal.length > 0) throw new Error(internal[0]!.message);
  return found
    .filter(({ code }) => code === 'SIGNATURE_MISMATCH')
    .map(({ message }) => message.replace(/^`[^`]*` of `[^`]*` /, ''));
}
