/** The functions that the beats of a symphony call, resolved to modules and exports. */
import type { BeatNode, HandlerReference, SymphonyNode } from '../../model/bound.ts';
import type { Lookup } from '../../model/index.ts';
import { contractOf } from './contract.ts';

export function handlersOf(symphony: SymphonyNode, lookup: Lookup): HandlerReference[] {
  const references: HandlerReference[] = [];
  for (const beat of symphony.beats) {
    for (const role of ['handler', 'rollback'] as const) {
      const text = beat.value[role];
      if (text !== undefined) references.push(resolveHandler(beat, role, text, lookup));
    }
  }
  return references;
}

/** `module#export`, or a bare export name that one module has. */
function resolveHandler(
  beat: BeatNode,
  role: HandlerReference['role'],
  text: string,
  lookup: Lookup,
): HandlerReference {
  const cut = text.indexOf('#');
  const contract = (): string => contractOf(beat, role);
  const base = { text, role, beat, path: [...beat.path, role], subject: beat.subject, contract };
  if (cut === -1) {
    const exporters = lookup.exporters(text);
    const module = exporters.length === 1 ? exporters[0] : undefined;
    return { ...base, exportName: text, exporters, module, export: module?.exports.find((item) => item.name === text) };
  }
  const moduleName = text.slice(0, cut);
  const exportName = text.slice(cut + 1);
  const module = lookup.module(moduleName);
  const found = module?.exports.find((item) => item.name === exportName);
  return { ...base, moduleName, exportName, module, export: found, exporters: [] };
}
