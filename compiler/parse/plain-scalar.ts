/** Plain scalars by the core schema of YAML 1.2.2, section 10.3.2. */

/** The value of a plain scalar; undefined for the rare forms that are left to the full parser. */
export function plainValue(text: string): string | number | boolean | null | undefined {
  const c = text.charCodeAt(0);
  if ((c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46) return numberOrText(text);
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    case 'null':
    case 'Null':
    case 'NULL':
    case '~':
      return null;
    default:
      return text;
  }
}

function numberOrText(text: string): string | number | undefined {
  if (/^[-+]?[0-9]{1,15}$/.test(text) || /^[-+]?[0-9]{1,15}\.[0-9]{1,15}$/.test(text)) return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  if (/^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(text)) return undefined;
  return text;
}
