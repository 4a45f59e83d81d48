/** Levels of dynamics, softest first; each plays everything of those before it. */
export const dynamicsLevels = ['p', 'mf', 'f', 'ff'] as const;

/** Whether a text is one of the levels. */
export const isDynamics = (text: string): text is (typeof dynamicsLevels)[number] =>
  dynamicsLevels.some((level) => level === text);
