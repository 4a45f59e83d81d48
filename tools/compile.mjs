/**
 * Bundles the command line into `dist/`, in two parts. `symphonyc.js` is one small file with all that a command needs
 * whose answer has not changed: each further file would cost every start. What commands load when there is work to do
 * lies in `chunks/`. Packages with native code stay outside. The licences of all that is bundled are collected beside it.
 */
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const draft = join(root, `dist.${process.pid}.tmp`);
const requireShim =
  "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);";

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['oxc-parser', 'esbuild'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
};

/** What the command line imports dynamically is work to do: such modules become entries of the second part. */
const heavy = new Set();
const collectHeavy = {
  name: 'heavy',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, resolveDir, path }) => {
      if (kind !== 'dynamic-import' || importer.includes('generated')) return undefined;
      const file = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
      heavy.add(file);
      return { path: `./chunks/${file.replace(/\.ts$/, '.js')}`, external: true };
    });
  },
};

const light = await build({
  ...common,
  entryPoints: [{ in: 'compiler/cli/bin.ts', out: 'symphonyc' }],
  outdir: draft,
  plugins: [collectHeavy],
  banner: { js: '#!/usr/bin/env node' },
});
const chunks = await build({
  ...common,
  entryPoints: [...heavy].sort(),
  outdir: join(draft, 'chunks'),
  outbase: root,
  splitting: true,
  chunkNames: 'shared/[name]-[hash]',
  banner: { js: requireShim },
});

writeFileSync(
  join(draft, 'LICENSES.txt'),
  licences(Object.keys({ ...light.metafile.inputs, ...chunks.metafile.inputs })),
);
chmodSync(join(draft, 'symphonyc.js'), 0o755);
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
      const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'License'];
      const file = names.find((candidate) => existsSync(join(root, folder, candidate)));
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n${'='.repeat(name.length + version.length + 1)}\n\n${text}\n`;
    })
    .join('\n\n');
}
