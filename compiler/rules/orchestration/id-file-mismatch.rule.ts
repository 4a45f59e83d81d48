import { baseOf } from '../../base/path.ts';
import { replacement } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { KindName } from '../../model/document.ts';
import type { Lookup } from '../../model/index.ts';
import { domain, metric } from '../example.ts';

const nameOf = (file: string): string => baseOf(file).replace(/\.[^.]+$/, '');

/** As in `schemas/common.schema.json`: ids are kebab-case, those of metrics snake_case. */
const isId = (text: string, kind: KindName): boolean =>
  text.length <= 80 &&
  (kind === 'Metric' ? /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/ : /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/).test(text);

/** Whether another document names it, or one that cannot be read might. */
const mayBeNamed = (kind: KindName, id: string, lookup: Lookup): boolean =>
  (['Symphony', 'Domain', 'Policy'] as const).some((one) => lookup.unread(one, 'content')) || lookup.isNamed(kind, id);

export default documentRule<{ id: string; file: string }>()({
  code: 'ID_FILE_MISMATCH',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'minor',
  fixable: 'safe',
  over: 'document',
  doc: `A file that holds one document is not named after its id, so whoever looks for the document does not find it.

Rename the file to the id with \`.yaml\`, or give the document the file's name as its id. The suggested edit does the latter,
unless that name is no id, belongs to another document of the kind, or another document refers to the id as it is. Files with
several documents may have any name.`,
  message: ({ id, file }) => `the document \`${id}\` lies in a file named \`${file}\``,
  applies: ({ document }) => document.kind !== 'Workspace' && document.siblings === 1,
  check: ({ node: { document }, bound, kind, report, unknown }) => {
    const file = baseOf(document.source.file);
    const name = nameOf(file);
    if (name === document.id) return;
    // The copy of another one: it is to get another id, or to go.
    if (bound.lookup.find(kind, document.id)?.at.file !== document.source.file) return unknown('reported');
    const free = isId(name, kind) && bound.lookup.find(kind, name) === undefined;
    const fix = free && !mayBeNamed(kind, document.id, bound.lookup) ? replacement(bound, ['id'], name) : undefined;
    const extension = file.slice(name.length);
    report({
      params: { id: document.id, file },
      at: ['id'],
      help: `rename the file to \`${document.id}${extension}\`${free ? ', or the document to its name' : ''}`,
      fix,
    });
  },
  examples: [
    {
      title: 'a file of another name',
      files: { 'domains/building.yaml': domain() },
      expect: [{ file: 'domains/building.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a metric in a file named in kebab-case',
      files: { 'cache-hit-rate.yaml': metric('cache_hit_rate') },
      expect: [{ file: 'cache-hit-rate.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a copy, which is DUPLICATE_ID',
      files: { 'build-copy.yaml': domain(), 'build.yaml': domain() },
      expect: [],
    },
    {
      title: 'files named after their ids, and one that holds two documents',
      files: {
        'build.yml': domain(),
        'cache_hit_rate.yaml': metric('cache_hit_rate'),
        'others.yaml': `${domain('one')}---\n${domain('two')}`,
      },
      expect: [],
    },
  ],
});
