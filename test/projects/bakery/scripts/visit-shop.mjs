/** Looks at the shop as a guest would: follows the sign and every link from the first page. `visit-shop.mjs FOLDER` */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shop = process.argv[2];
const { colour } = JSON.parse(readFileSync(join(shop, 'live.json'), 'utf8'));
const seen = new Set();
const open = ['index.html'];
for (let page = open.pop(); page; page = open.pop()) {
  if (seen.has(page)) continue;
  seen.add(page);
  const path = join(shop, colour, page);
  if (!existsSync(path)) {
    console.error(`there is no ${page}`);
    process.exit(1);
  }
  if (page.endsWith('.html')) for (const [, link] of readFileSync(path, 'utf8').matchAll(/href="([^"]+)"/g)) open.push(link);
}
console.log(`welcome: ${seen.size} things to see in ${colour}`);
