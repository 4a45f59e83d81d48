/**
 * Bundles the command line into `dist/`: a small entry that every start loads, and chunks that load when a command needs
 * them. Packages with native code stay outside. The licences of all that is bundled are collected beside it.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const draft = join(root, `dist.${process.pid}.tmp`);

const result = await build({
  absWorkingDir: root,
  entryPoints: [{ in: 'compiler/cli/bin.ts', out: 'symphonyc' }],
  outdir: draft,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  external: ['oxc-parser', 'esbuild'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});

writeFileSync(join(draft, 'LICENSES.txt'), licences(Object.keys(result.metafile.inputs)));
chmodSync(join(draft, 'symphonyc.js'), 0o755);
mkdirSync(join(root, 'dist'), { recursive: true });
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(draft, join(root, 'dist'));

/** The licence texts of the bundled packages, by name. */
function licences(inputs) {
  const packages = new Set(
    inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  );
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'License'].find((file) =>
        existsSync(join(root, folder, file)),
      );
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n${'='.repeat(name.length + version.length + 1)}\n\n${text}\n`;
    })
    .join('\n\n');
}
