/** Names that documents mention and nothing defines. Their pages have a place for them, so that every link leads somewhere. */
import type { Mention, Summary } from '../../../model/index.ts';
import type { SiteContext } from '../context.ts';
import type { Html } from '../html.ts';
import { groupBy } from './group.ts';
import { breakable } from './text.ts';

interface MissingView {
  readonly id: string;
  readonly name: Html;
  readonly by: readonly { readonly id: Html; readonly href: string | null }[];
}

/** What `mentions` gives for each document and `known` does not have, by name. */
export function missingViews(
  { index, documentHref }: SiteContext,
  known: readonly { readonly id: string }[],
  mentions: (document: Summary) => readonly Mention[],
): MissingView[] {
  const defined = new Set(known.map(({ id }) => id));
  const sound = index.all.filter((document) => !document.broken);
  const named = sound.flatMap((document) =>
    [...new Set(mentions(document).map(({ name }) => name))]
      .filter((name) => !defined.has(name))
      .map((name) => ({ name, document })),
  );
  return [...groupBy(named, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, uses]) => ({
      id: name,
      name: breakable(name),
      by: uses.map(({ document }) => ({ id: breakable(document.id), href: documentHref(document) })),
    }));
}
