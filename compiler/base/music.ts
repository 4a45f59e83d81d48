/** The musical terms that carry meaning: dynamics and keys. */

/** Softest first; each level plays everything of the levels before it. */
export const dynamicsLevels = ['p', 'mf', 'f', 'ff'] as const;
export type Dynamics = (typeof dynamicsLevels)[number];

export const isDynamics = (text: string | undefined): text is Dynamics =>
  dynamicsLevels.some((level) => level === text);

/** A tonic with an optional accidental, and a mode: `C Major`, `F# Minor`, `Bb Major`. */
export const isKey = (text: string): boolean => /^[A-G][#b]? (?:Major|Minor)$/.test(text);

/** The tempos that musicians play at. */
export const tempoRange = { least: 40, most: 240 } as const;
