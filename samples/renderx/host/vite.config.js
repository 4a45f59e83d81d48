import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Packages are taken as they were built, so one that was not built fails here. */
export default {
  base: './',
  resolve: {
    alias: [{ find: /^@renderx-plugins\/([\w-]+)$/, replacement: `${at('../packages')}/$1/dist/index.js` }],
  },
  // Each plugin is a chunk of its own, loaded with the first page.
  build: { target: 'es2022', emptyOutDir: true, reportCompressedSize: false, manifest: true },
};
