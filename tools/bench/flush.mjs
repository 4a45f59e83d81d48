/** What the disk alone takes: as many lines as the first argument says, each written and flushed before the next. */
import { fdatasync, openSync, rmSync, write } from 'node:fs';
import { promisify } from 'node:util';

const [, , count, path] = process.argv;
const [writeAsync, syncAsync] = [promisify(write), promisify(fdatasync)];
const descriptor = openSync(path, 'w');
const line = Buffer.from(`${'x'.repeat(600)}\n`);
for (let n = 0; n < Number(count); n++) {
  await writeAsync(descriptor, line);
  await syncAsync(descriptor);
}
rmSync(path);
