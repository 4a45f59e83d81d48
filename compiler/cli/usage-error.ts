/** Wrong usage or an unreadable configuration: said on stderr, exit code 2. */
export class UsageError extends Error {
  readonly help?: string;

  /** By name: the parts of the bundled program each have their own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UsageError';
  }

  constructor(message: string, help?: string) {
    super(message);
    this.name = 'UsageError';
    this.help = help;
  }
}
