/** Values of inputs in the types that symphonies declare. */

export type InputType = 'string' | 'int' | 'double' | 'bool';

/** `value` as `type`; texts are read as it. Undefined for what is none. */
export function readInput(value: unknown, type: InputType): string | number | boolean | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined;
    case 'int': {
      const number = typeof value === 'string' && /^[+-]?\d{1,16}$/.test(value) ? Number(value) : value;
      return Number.isSafeInteger(number) ? (number as number) : undefined;
    }
    case 'double': {
      const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
      const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
  }
}
