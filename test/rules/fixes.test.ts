/** The fixes that rules offer for their own examples: applied, the finding is gone and the document can still be read. */
import { describe, expect, it } from 'vitest';
import type { Example } from '../../compiler/diagnostics/define.ts';
import { rules } from '../../compiler/generated/rules.ts';
import type { Diagnostic, Edit } from '../../compiler/model/diagnostic.ts';
import { applyEdits } from '../support/edits.ts';
import { diagnose, withWorkspace } from '../support/workspace.ts';

const unreadable = ['YAML_SYNTAX', 'SCHEMA_VIOLATION', 'UNKNOWN_FIELD', 'DUPLICATE_KEY', 'INTERNAL_ERROR'];

const count = (diagnostics: readonly Diagnostic[], code: string): number =>
  diagnostics.filter((diagnostic) => diagnostic.code === code).length;

/** Applies all fixes of one code at once. */
function fixed(example: Example, edits: readonly Edit[]): Record<string, string> {
  const files = withWorkspace(example.files) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [
      file,
      applyEdits(
        text,
        edits.filter((edit) => edit.file === file),
      ),
    ]),
  );
}

const fixable = rules.filter((rule) => rule.fixable === 'safe');

describe.each(fixable.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('offers a safe fix in an example, and each fix takes its finding away', async () => {
    let fixes = 0;
    for (const example of rule.examples.filter(({ expect: places }) => places.length > 0)) {
      const before = await diagnose(example.files);
      const offered = before.filter((diagnostic) => diagnostic.code === code && diagnostic.fix);
      if (offered.length === 0) continue;
      fixes += offered.length;
      expect(offered.every((diagnostic) => diagnostic.fix!.safe)).toBe(true);
      const after = await diagnose(
        fixed(
          example,
          offered.flatMap((diagnostic) => diagnostic.fix!.edits),
        ),
      );
      expect(count(after, code)).toBe(count(before, code) - offered.length);
      for (const other of unreadable) expect(count(after, other)).toBeLessThanOrEqual(count(before, other));
    }
    expect(fixes).toBeGreaterThan(0);
  });
});
