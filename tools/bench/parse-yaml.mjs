/** The yardstick: reads every file of a folder and parses it with the `yaml` package, nothing more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const folder = process.argv[2];
let documents = 0;
for (const name of readdirSync(folder)) {
  for (const document of parseAllDocuments(readFileSync(join(folder, name), 'utf8'))) {
    document.toJS();
    documents++;
  }
}
if (documents === 0) throw new Error('nothing was parsed');
