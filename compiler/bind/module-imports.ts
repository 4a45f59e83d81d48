/** What a module imports, statically and by `import()` of a literal. */
import type { ParseResult } from 'oxc-parser';
import { compareText } from '../base/text.ts';
import type { ImportRequest } from '../model/code.ts';
import type { SourceText } from '../model/document.ts';
import { memberName, type Node, unwrap, walk } from './syntax.ts';

interface Found {
  readonly specifier: string;
  /** Of the literal, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
  readonly types: boolean;
  readonly optional: boolean;
}

/** Each specifier once, by name, at its first place; one that is needed when it runs comes before one for types. */
export function importsOf(parsed: ParseResult, source: SourceText): ImportRequest[] {
  const bySpecifier = new Map<string, Found[]>();
  for (const found of [...staticImports(parsed), ...reExports(parsed), ...dynamicImports(parsed, source.text)]) {
    const known = bySpecifier.get(found.specifier);
    if (known) known.push(found);
    else bySpecifier.set(found.specifier, [found]);
  }
  return [...bySpecifier].sort(([a], [b]) => compareText(a, b)).map(([, all]) => merged(all, source));
}

function merged(all: readonly Found[], source: SourceText): ImportRequest {
  const byPlace = all.toSorted((a, b) => a.start - b.start);
  const first = byPlace.find(({ types }) => !types) ?? byPlace[0]!;
  const { line, column } = source.position(first.start + 1);
  return {
    specifier: first.specifier,
    line,
    column,
    end: column + first.end - first.start - 2,
    names: [...new Set(all.flatMap(({ names }) => names))].sort(compareText),
    ...(first.types ? { types: true } : {}),
    ...(all.every(({ optional }) => optional) ? { optional: true } : {}),
  };
}

function staticImports({ module }: ParseResult): Found[] {
  return module.staticImports.map(({ moduleRequest: { value: specifier, start, end }, entries }) => ({
    specifier,
    start,
    end,
    names: entries.filter(({ isType }) => !isType).map(({ importName: { kind, name } }) => importedName(kind, name)),
    types: entries.length > 0 && entries.every(({ isType }) => isType),
    optional: false,
  }));
}

const importedName = (kind: string, name: string | null | undefined): string =>
  kind === 'Default' ? 'default' : kind === 'Name' && name ? name : '*';

function reExports({ module }: ParseResult): Found[] {
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName: { kind, name }, isType }) => {
      if (!moduleRequest) return [];
      const { value: specifier, start, end } = moduleRequest;
      const names = isType ? [] : [importedName(kind, name)];
      return [{ specifier, start, end, names, types: isType, optional: false }];
    }),
  );
}

function dynamicImports(parsed: ParseResult, text: string): Found[] {
  if (parsed.module.dynamicImports.length === 0) return [];
  const caught = caughtPlaces(parsed.program as unknown as Node);
  return parsed.module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const specifier = /^(["'`])([^"'`\\$\n]*)\1$/.exec(text.slice(start, end))?.[2];
    if (specifier === undefined) return [];
    const optional = caught.some((place) => place.start <= start && end <= place.end);
    return [{ specifier, start, end, names: ['*'], types: false, optional }];
  });
}

/** Where a failure is caught: blocks of `try`, and what `.catch(…)` or `.then(…, …)` is called on. */
function caughtPlaces(program: Node): Node[] {
  const places: Node[] = [];
  walk(program, (node) => {
    if (node.type === 'TryStatement' && node['handler']) places.push(node['block'] as Node);
    const callee = node.type === 'CallExpression' ? unwrap(node['callee']) : undefined;
    if (callee?.type !== 'MemberExpression') return undefined;
    const name = memberName(callee);
    const handled = name === 'catch' || (name === 'then' && (node['arguments'] as readonly unknown[]).length > 1);
    if (handled) places.push(callee['object'] as Node);
    return undefined;
  });
  return places;
}
