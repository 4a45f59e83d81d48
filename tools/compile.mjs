/**
 * Bundles the command line into `dist/`, in two parts. `symphonyc.cjs` is one small file with all that a command needs
 * whose answer has not changed: each further file would cost every start. What commands load when there is work to do
 * lies in `chunks/`. Packages with native code stay outside. The licences of all that is bundled are collected beside it.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import './generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const draft = join(root, `dist.${process.pid}.tmp`);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['oxc-parser', 'esbuild'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
};

/** What the command line imports dynamically is work to do: such a module becomes a chunk and a call that loads it. */
const heavy = new Set();
const chunkLoading = {
  name: 'chunk-loading',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, resolveDir, path }) => {
      if (kind !== 'dynamic-import' || importer.includes('generated')) return undefined;
      return { path: relative(root, join(resolveDir, path)).replaceAll('\\', '/'), namespace: 'chunk' };
    });
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => {
      heavy.add(path);
      const contents = `const { loadChunk } = require('./program.ts');
        module.exports = loadChunk(${JSON.stringify(path.replace(/\.ts$/, '.cjs'))});`;
      return { contents, resolveDir: join(root, 'compiler/cli') };
    });
  },
};

const light = await build({
  ...common,
  format: 'cjs',
  entryPoints: [{ in: 'compiler/cli/bin.ts', out: 'symphonyc' }],
  outdir: draft,
  outExtension: { '.js': '.cjs' },
  plugins: [chunkLoading],
  banner: { js: '#!/usr/bin/env node' },
});
const chunks = await build({
  ...common,
  format: 'esm',
  write: false,
  entryPoints: [...heavy].sort(),
  outdir: join(draft, 'chunks'),
  outbase: root,
  outExtension: { '.js': '.cjs' },
  splitting: true,
  chunkNames: 'shared/[name]-[hash]',
});
// The bundler splits only ES modules, but Node loads CommonJS faster, and V8 keeps its compiled form.
for (const { path, text } of chunks.outputFiles) {
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: common.target, minify: false });
  mkdirSync(dirname(path), { recursive: true });
  const lazy = code.replace(/\bimport\("(\.[^"]+)"\)/g, 'Promise.resolve().then(() => require("$1"))');
  writeFileSync(path, lazy.replace(/\bimport\((?=["`])/g, '__import('));
}

writeFileSync(
  join(draft, 'LICENSES.txt'),
  licences(Object.keys({ ...light.metafile.inputs, ...chunks.metafile.inputs })),
);
chmodSync(join(draft, 'symphonyc.cjs'), 0o755);
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
