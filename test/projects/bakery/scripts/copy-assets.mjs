/** Copies a folder and tells its size in bytes: `copy-assets.mjs FROM TO`. */
import { appendFileSync, cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true });
const sizes = readdirSync(to, { recursive: true })
  .map((name) => statSync(join(to, String(name))))
  .filter((stat) => stat.isFile())
  .map((stat) => stat.size);
const bytes = sizes.reduce((sum, size) => sum + size, 0);
if (process.env.SYMPHONYC_MEASURES) appendFileSync(process.env.SYMPHONYC_MEASURES, `asset_bytes=${bytes}\n`);
console.log(`${sizes.length} files, ${bytes} bytes`);
