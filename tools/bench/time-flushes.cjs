/** Preloaded into a run: writes `COUNT MILLISECONDS`, of the flushes of files, to FLUSH_FILE when it ends. */
const fs = require('node:fs');

const { fdatasync, fdatasyncSync } = fs;
let count = 0;
let ms = 0;
const note = (start) => {
  count++;
  ms += Number(process.hrtime.bigint() - start) / 1e6;
};
fs.fdatasyncSync = (descriptor) => {
  const start = process.hrtime.bigint();
  fdatasyncSync(descriptor);
  note(start);
};
fs.fdatasync = (descriptor, done) => {
  const start = process.hrtime.bigint();
  fdatasync(descriptor, (error) => {
    note(start);
    done(error);
  });
};
process.on('exit', () => fs.writeFileSync(process.env.FLUSH_FILE, `${count} ${ms}`));
