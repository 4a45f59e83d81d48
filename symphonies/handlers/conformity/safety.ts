/** The way back: a snapshot before a phase, and what puts things back as they were in it. */
import type { Handlers, Rollbacks } from '../../../out/types/index.js';
import type { PhaseContext, PhaseInput } from './phase-context.ts';
import { type PhaseNumber, phases } from './phases.ts';
import { discardReport } from './report.ts';
import { discard, putBack, readSnapshot, takeSnapshot } from './snapshot.ts';
import { commitPutBack } from './tracked.ts';

type Alignment = Handlers['symphonia-conformity-alignment-pipeline'];
type WayBack = Rollbacks['symphonia-conformity-alignment-pipeline'];

interface SnapshotContext extends PhaseContext {
  readonly input: PhaseInput & { readonly patterns: readonly string[] };
  evidence(id: string, content: string): Promise<void>;
}

type UndoContext = Omit<PhaseContext, 'outputs'> & { readonly input: PhaseInput };

function phaseIn({ phase }: PhaseInput): PhaseNumber {
  if (phase !== 1 && phase !== 2 && phase !== 3) throw new Error(`there is no phase ${phase}; there are 1, 2 and 3`);
  return phase;
}

/** Saves every file that the repairs of the phase may touch; the list with its digests is the evidence. */
export const createPreFixSnapshot: Alignment['snapshot-domains'] &
  Alignment['snapshot-sequences'] &
  Alignment['snapshot-handlers'] = async ({ run, input, exec, log, evidence }: SnapshotContext) => {
  const phase = phaseIn(input);
  const snapshot = await takeSnapshot(run, phase, input.patterns, exec);
  await evidence(`phase-${phase}-snapshot`, JSON.stringify(snapshot));
  log.info(`${snapshot.files.length} files are saved before phase ${phase}`);
  return { files: snapshot.files.length, head: snapshot.head };
};

export const discardSnapshot: WayBack['snapshot-domains'] &
  WayBack['snapshot-sequences'] &
  WayBack['snapshot-handlers'] = async ({ run, input }: UndoContext) => {
  await discard(run, phaseIn(input));
};

/** Puts back what any repair of the phase has changed, and commits that where the repairs were committed. */
export const restoreSnapshot: WayBack['fix-domain-alignment'] &
  WayBack['fix-orchestration-issues'] &
  WayBack['fix-sequence-alignment'] &
  WayBack['fix-handler-conformity'] = async ({ run, input, exec, log }: UndoContext) => {
  const number = phaseIn(input);
  const snapshot = await readSnapshot(run, number);
  const back = await putBack(run, snapshot);
  if (back.length > 0) log.warn(`back as they were before phase ${number}: ${back.join(', ')}`);
  await commitPutBack(exec, log, { phase: number, name: phases[number].name, head: snapshot.head }, back);
};

export const discardPhaseReport: WayBack['generate-phase-1-report'] &
  WayBack['generate-phase-2-report'] &
  WayBack['generate-phase-3-report'] = async ({ run, input }: UndoContext) => {
  await discardReport(run, phaseIn(input));
};
