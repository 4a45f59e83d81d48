import { encode } from '../../base/encode.ts';
import { packageScripts } from '../../base/package-scripts.ts';
import { printableJson } from '../../base/printable-json.ts';
import { defineTarget, type WorkspaceInput } from '../define.ts';

/** The npm scripts of all symphonies as a package of their own: `npm --prefix out/npm run NAME`. */
export default defineTarget({
  id: 'npm',
  version: '2',
  workspace: (input) => [{ path: 'npm/package.json', bytes: encode(packageText(input)) }],
});

function packageText({ index, verdict }: WorkspaceInput): string {
  const { scripts } = packageScripts(index.symphonies);
  const content = {
    name: `${verdict.workspace.id}-scripts`,
    private: true,
    scripts: Object.fromEntries(scripts.map(({ name, command }) => [name, command])),
  };
  return printableJson(content);
}
