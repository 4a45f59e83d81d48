/** What the schema says of the fields of a symphony and of its parts. */
import { schemaTexts } from '../../../generated/schema-texts.ts';

interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

type Notes = Readonly<Record<string, Readonly<Record<string, string>>>>;

let known: Notes | undefined;

/** By part (symphony, movement, beat, rollback) and field. */
export function symphonyNotes(): Notes {
  known ??= readNotes(JSON.parse(schemaTexts) as Readonly<Record<string, Schema>>);
  return known;
}

function readNotes(schemas: Readonly<Record<string, Schema>>): Notes {
  const symphony = schemas['symphony.schema.json']!;
  const noteOf = (schema: Schema): string => schema.description ?? (schema.$ref ? noteOf(resolve(schema.$ref)) : '');
  const resolve = (reference: string): Schema => {
    const [file = '', name = ''] = reference.split('#/definitions/');
    return (file === '' ? symphony : schemas[file]!).definitions![name]!;
  };
  const notesOf = ({ properties = {} }: Schema) =>
    Object.fromEntries(Object.entries(properties).map(([field, schema]) => [field, noteOf(schema)]));
  return {
    symphony: notesOf(symphony),
    movement: notesOf(symphony.definitions!['movement']!),
    beat: notesOf(symphony.definitions!['beat']!),
    rollback: notesOf(symphony.properties!['rollback']!),
  };
}
