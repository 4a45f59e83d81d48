/** Which documents other ones name, or pages of documentation do. */
import type { KindName } from '../model/document.ts';
import type { DocumentationPage, Mention, Summary } from '../model/index.ts';

interface Naming {
  readonly summaries: readonly Summary[];
  readonly pages: readonly DocumentationPage[];
}

/** Whether a document is named by its kind and id; the first question is for all of them at once. */
export function namedDocuments(facts: Naming): (kind: KindName, id: string) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (kind, id) => {
    known ??= namesIn(facts);
    return known.has(`${kind} ${id}`);
  };
}

function namesIn({ summaries, pages }: Naming): Set<string> {
  const names = new Set<string>();
  const add = (kind: KindName, mentions: readonly Mention[]): void => {
    for (const { name } of mentions) names.add(`${kind} ${name}`);
  };
  for (const { symphony } of pages.flatMap(({ parts }) => parts)) names.add(`Symphony ${symphony}`);
  for (const summary of summaries.filter(({ broken }) => !broken)) {
    add('Policy', summary.policies);
    if (summary.kind === 'Policy') add('Metric', summary.metrics);
    if (summary.kind === 'Domain') {
      add('Domain', summary.dependsOn);
      add('Symphony', summary.symphonies);
    }
    if (summary.kind !== 'Symphony') continue;
    add('Domain', [summary.domain]);
    add('Symphony', [...summary.performs, ...summary.after]);
    add('Metric', summary.metrics);
    add('Metric', summary.measures);
  }
  return names;
}
