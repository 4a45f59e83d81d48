/** Wrong usage or an unreadable configuration: said on stderr, exit code 2. */
export class UsageError extends Error {
  readonly help?: string;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
