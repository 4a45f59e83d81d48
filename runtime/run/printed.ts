/** What handlers print goes to stderr: stdout is for the result. */
import { fstatSync } from 'node:fs';

/** Until the function that it gives is called, what is written to stdout goes to stderr. */
export function divertOutput(): () => void {
  const own = Object.getOwnPropertyDescriptor(process, 'stdout');
  if (!own?.get || !isUnopenedPipe()) return divert(process.stdout);
  let giveBack = (): void => undefined;
  let isDiverted = false;
  const get = (): NodeJS.WriteStream => {
    const stream = own.get!.call(process) as NodeJS.WriteStream;
    if (!isDiverted) giveBack = divert(stream);
    isDiverted = true;
    return stream;
  };
  Object.defineProperty(process, 'stdout', { ...own, get });
  return () => {
    Object.defineProperty(process, 'stdout', own);
    giveBack();
  };
}

/** To open a pipe takes Node as long as many a handler, and few print anything. */
function isUnopenedPipe(): boolean {
  const stat = fstatSync(1);
  return (stat.isFIFO() || stat.isSocket()) && !process.getActiveResourcesInfo().includes('PipeWrap');
}

function divert(stream: NodeJS.WriteStream): () => void {
  const { write } = stream;
  stream.write = process.stderr.write.bind(process.stderr) as typeof write;
  return () => {
    stream.write = write;
  };
}
