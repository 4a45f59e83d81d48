/** Preloaded into a run: counts how often it flushes a file, and writes the number to FLUSH_COUNT_FILE when it ends. */
const fs = require('node:fs');

const { fdatasync } = fs;
let count = 0;
fs.fdatasync = (...given) => {
  count++;
  return fdatasync(...given);
};
process.on('exit', () => fs.writeFileSync(process.env.FLUSH_COUNT_FILE, String(count)));
