/** Length of a part: a row is far smaller than what should be sent at once. */
const PART = 64 << 10;

/** The same text in fewer, longer parts; lets others have the thread between them. */
export async function* inParts(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  let waiting = '';
  for await (const part of text) {
    waiting += part;
    if (waiting.length < PART) continue;
    yield waiting;
    waiting = '';
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  if (waiting !== '') yield waiting;
}
