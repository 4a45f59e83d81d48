/** How large an input may be. Beyond these a file is refused with INPUT_LIMIT instead of being worked on without end. */
export const limits = {
  /** Nesting of mappings and sequences. The deepest field of the language lies at 7. */
  depth: 64,
  /** Values in one document once aliases are expanded. */
  nodes: 200_000,
  /** Items of one list, fields of one mapping. The longest list of the language has 2 000; some checks compare all pairs. */
  items: 2_000,
  /** Values in one file once aliases are expanded: some hundred bytes of memory each. */
  fileNodes: 1_000_000,
  /** Tokens in one file, for the full parser: it needs some microseconds and a kilobyte for each that is wrong. */
  tokens: 500_000,
  /** Keys that are written twice. */
  duplicates: 1_000,
  /** Documents in one file. */
  documents: 5_000,
} as const;
