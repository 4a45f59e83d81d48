/** A workspace with something to repair in each of the three phases, in files that are not easy to edit. */
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Files } from './temp.ts';

const replaced = (path: string, ...pairs: readonly (readonly [from: string, to: string])[]): string =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    return text.replace(from, to);
  }, starterFiles[path]!);

/** With CRLF, a byte order mark, and characters of two units before what is wrong. */
const domain = `\ufeff${replaced('domains/docs.yaml', ['owner:', '# 🎼🎻\nownre:']).replaceAll('\n', '\r\n')}`;

/** Without a line end at the end. */
const symphony = replaced(
  'symphonies/publish-notes.yaml',
  ['domain: docs', 'domain: dcos # ours'],
  ['purpose: Turns', 'purpoes: 🎼 Turns'],
  ['budget: 1m\n', ''],
  ['    budget: 30s\n', ''],
  ['        timeout: 10s\n', ''],
  ['emits: [docs.notes.published]', 'emits: ["docs.notes.publisehd"]'],
  ['notes#writePage', 'notes#archive'],
).trimEnd();

/** Three findings of the first phase, two of the second; the handler of the third is repaired with `--unsafe`. */
export const fixableFiles: Files = {
  ...starterFiles,
  'domains/docs.yaml': domain,
  'symphonies/publish-notes.yaml': symphony,
};

/** What is wrong in it, by phase. */
export const fixableCodes = {
  domains: ['UNKNOWN_FIELD', 'UNKNOWN_FIELD', 'DOMAIN_NOT_FOUND'],
  sequences: ['INVALID_EVENT_REFERENCE', 'TIMEOUT_MISSING'],
  handlers: ['MISSING_IMPLEMENTATION'],
} as const;

/** The files of a fix, safe or not. */
export const repaired = {
  domain: domain.replace('ownre:', 'owner:'),
  symphony: symphony
    .replace('dcos', 'docs')
    .replace('purpoes', 'purpose')
    .replace('publisehd', 'published')
    .replace('id: write-page\n', 'id: write-page\n        timeout: 5m\n'),
};
