/** Where two versions of a document are looked at side by side, and what is found to differ. */
import { placeAt } from '../base/spans.ts';
import { show } from '../base/text.ts';
import type { Change, Effect } from '../model/change.ts';
import type { Place } from '../model/diagnostic.ts';
import type { Document, Path } from '../model/document.ts';

/** One value in both versions; undefined where there is none. */
export interface Pair {
  readonly was: unknown;
  readonly is: unknown;
  /** With ids in place of positions. */
  readonly path: readonly string[];
  readonly wasAt: Path;
  readonly isAt: Path;
  readonly subject: string;
}

interface Judgement {
  readonly what: string;
  readonly effect: Effect;
  readonly note?: string;
  /** Instead of the values themselves. */
  readonly was?: string;
  readonly is?: string;
}

/** A change with the values that it is about. */
export interface Found {
  readonly change: Change;
  readonly was: unknown;
  readonly is: unknown;
  /** True for what is no change of the document's content, and so of no protected field. */
  readonly outside?: true;
}

/** The fields of a mapping; none of anything else. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The field `name` of both. */
export function fieldOf(pair: Pair, name: string): Pair {
  const own = (value: unknown): unknown => (Object.hasOwn(record(value), name) ? record(value)[name] : undefined);
  return {
    was: own(pair.was),
    is: own(pair.is),
    path: [...pair.path, name],
    wasAt: [...pair.wasAt, name],
    isAt: [...pair.isAt, name],
    subject: pair.subject,
  };
}

/** A value as people see it in a list of changes. */
const shown = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? clip(value.replace(/\s+/g, ' ')) : show(value, 120);

const clip = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** The two documents; of one that was added or is gone only one. */
interface Versions {
  readonly was?: Document;
  readonly is?: Document;
  /** Where to point when there is no document any more. */
  readonly otherwise: Place;
}

export class ChangeLog {
  readonly found: Found[] = [];
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  add(pair: Pair, { what, effect, note, ...values }: Judgement, more: { reported?: true; outside?: true } = {}): void {
    const { was, is, otherwise } = this.#versions;
    const of = (was ?? is)!;
    const [wasText, isText] = [values.was ?? shown(pair.was), values.is ?? shown(pair.is)];
    const before = was && pair.was !== undefined ? placeAt(was, pair.wasAt) : undefined;
    const change: Change = {
      kind: of.kind,
      id: of.id,
      effect,
      path: pair.path,
      what,
      ...(wasText && { was: wasText }),
      ...(isText && { is: isText }),
      ...(note !== undefined && { note }),
      subject: pair.subject,
      at: is ? placeAt(is, pair.isAt) : otherwise,
      ...(before && {
        before: { file: before.file, line: before.range.start.line, column: before.range.start.column },
      }),
      ...(more.reported && { reported: true }),
    };
    this.found.push({ change, was: pair.was, is: pair.is, ...(more.outside && { outside: true }) });
  }
}
