/** The way back: a snapshot before a phase, and what puts things back as they were in it. */
import type { Handler, Rollback } from '../common/context.ts';
import { type PhaseNumber, phases } from './phases.ts';
import { discardReport } from './report.ts';
import { discard, putBack, readSnapshot, takeSnapshot } from './snapshot.ts';
import { commitPutBack } from './tracked.ts';

type PhaseInput = { readonly phase: number };
type SnapshotInput = PhaseInput & { readonly patterns: readonly string[] };

function phaseIn({ phase }: PhaseInput): PhaseNumber {
  if (phase !== 1 && phase !== 2 && phase !== 3) throw new Error(`there is no phase ${phase}; there are 1, 2 and 3`);
  return phase;
}

/** Saves every file that the repairs of the phase may touch; the list with its digests is the evidence. */
export const createPreFixSnapshot: Handler<SnapshotInput> = async ({ run, input, exec, log, evidence }) => {
  const phase = phaseIn(input);
  const snapshot = await takeSnapshot(run, phase, input.patterns, exec);
  await evidence(`phase-${phase}-snapshot`, JSON.stringify(snapshot));
  log.info(`${snapshot.files.length} files are saved before phase ${phase}`);
  return { files: snapshot.files.length, head: snapshot.head };
};

export const discardSnapshot: Rollback<PhaseInput> = async ({ run, input }) => {
  await discard(run, phaseIn(input));
};

/** Puts back what any repair of the phase has changed, and commits that where the repairs were committed. */
export const restoreSnapshot: Rollback<PhaseInput> = async ({ run, input, exec, log }) => {
  const number = phaseIn(input);
  const snapshot = await readSnapshot(run, number);
  const back = await putBack(run, snapshot);
  if (back.length > 0) log.warn(`back as they were before phase ${number}: ${back.join(', ')}`);
  await commitPutBack(exec, log, { phase: number, name: phases[number].name, head: snapshot.head }, back);
};

export const discardPhaseReport: Rollback<PhaseInput> = async ({ run, input }) => {
  await discardReport(run, phaseIn(input));
};
