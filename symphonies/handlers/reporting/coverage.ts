/** Which handlers are implemented, which are called and which are orphaned. */
import type { Exec } from '../common/context.ts';
import { readVerdict, standing } from '../common/verdict.ts';
import type { Coverage, Execution, Traceability } from './model.ts';

/** What the analyzer says of a handler that does not do its work; drafts hear of it as information. */
const lacking = new Set([
  'HANDLER_AMBIGUOUS',
  'HANDLER_NOT_CALLABLE',
  'HANDLER_NOT_FOUND',
  'HANDLER_VACUOUS',
  'MISSING_IMPLEMENTATION',
]);

/** Whatever is wrong with a handler is told at `symphony/movement/beat`, with a module at `handlers/ALIAS`. */
export async function coverage(
  exec: Exec,
  { symphonies }: Traceability,
  { runs }: Pick<Execution, 'runs'>,
): Promise<Coverage> {
  const found = standing(await readVerdict(exec));
  const sick = new Set(found.filter(({ code }) => lacking.has(code)).map(({ subject }) => subject));
  const modules = new Set(found.filter(({ code }) => code === 'HANDLER_MODULE_UNUSABLE').map(({ subject }) => subject));
  const played = new Map<string, number>();
  for (const { symphony, movement, step } of runs.flatMap(({ steps }) => steps)) {
    const subject = `${symphony}/${movement}/${step}`;
    played.set(subject, (played.get(subject) ?? 0) + 1);
  }
  const handlers = new Map<string, { usedBy: string[]; implemented: boolean; played: number }>();
  for (const { handler, subject } of callsIn(symphonies)) {
    const known = handlers.get(handler) ?? { usedBy: [], implemented: true, played: 0 };
    const implemented = !sick.has(subject) && !modules.has(`handlers/${handler.split('#')[0]}`);
    handlers.set(handler, {
      usedBy: [...known.usedBy, subject],
      implemented: known.implemented && implemented,
      played: known.played + (played.get(subject) ?? 0),
    });
  }
  const all = [...handlers].map(([handler, rest]) => ({ handler, ...rest }));
  const beats = all.flatMap(({ usedBy, implemented }) => usedBy.map(() => implemented));
  return {
    rate: beats.length === 0 ? 1 : beats.filter(Boolean).length / beats.length,
    handlers: all.sort((a, b) => (a.handler < b.handler ? -1 : 1)),
    orphaned: found.filter(({ code }) => code === 'HANDLER_UNUSED').map(({ subject, message }) => subject || message),
  };
}

const callsIn = (symphonies: Traceability['symphonies']): { handler: string; subject: string }[] =>
  symphonies.flatMap(({ id, movements }) =>
    movements.flatMap((movement) =>
      movement.beats.flatMap(({ handler, step }) =>
        handler === null ? [] : [{ handler, subject: `${id}/${movement.id}/${step}` }],
      ),
    ),
  );
