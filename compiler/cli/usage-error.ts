/** Wrong usage or an unreadable configuration: said on stderr, exit code 2. */
export class UsageError extends Error {
  readonly kind = 'usage-error';
  readonly help?: string;

  constructor(message: string, help?: string) {
    super(message);
    this.name = 'UsageError';
    this.help = help;
  }
}

/** Not `instanceof`: the parts of the bundled program each have their own copy of the class. */
export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && (error as Partial<UsageError>).kind === 'usage-error';
