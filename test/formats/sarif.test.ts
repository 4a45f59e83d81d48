/** SARIF as services read it: valid by the published schema, with places that fit the text. */

import { createRequire } from 'node:module';
import * as draft04 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { renderSarif } from '../../compiler/diagnostics/render/sarif.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { filesBelow } from '../support/project.ts';
import { checkFiles, registries } from '../support/workspace.ts';

const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;

async function sarifOf(files: Record<string, string>): Promise<string> {
  const result = await checkFiles(files);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return renderSarif({ verdict: result.verdict, sourceText: () => undefined, color: false }, rules);
}

describe('SARIF', () => {
  const validate = new draft04.default.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    schema,
  );

  it('satisfies the schema of version 2.1.0', async () => {
    const log = JSON.parse(await sarifOf(filesBelow('test/projects/literal')));
    validate(log);
    expect(validate.errors).toBe(null);
    expect(log.runs[0].results.length).toBeGreaterThan(10);
  });
  it('satisfies it for the failing examples of every rule', async () => {
    for (const rule of rules) {
      for (const example of rule.examples.filter(({ expect }) => expect.length > 0)) {
        const result = await checkFiles(example.files, registries, example.before);
        if (!('verdict' in result)) continue;
        const log = JSON.parse(
          renderSarif({ verdict: result.verdict, sourceText: () => undefined, color: false }, rules),
        );
        validate(log);
        expect(validate.errors, `${rule.code}: ${example.title}`).toBe(null);
        expect(log.runs[0].results.map((one: { ruleId: string }) => one.ruleId)).toContain(rule.code);
      }
    }
  });
});
