import { commitContainer } from '../../engine/opened/new-image.ts';
import type { Command } from '../command.ts';
import { NEW_IMAGE_OPTIONS, newImageOptions, outputOf, saveNewImage } from '../container/new-image.ts';

export const commit: Command = {
  name: 'commit',
  summary: 'a container’s writable layer as a new layer, in a new image that shares all the others',
  operands: 'CONTAINER',
  operandCount: { min: 1, max: 1 },
  options: {
    ...NEW_IMAGE_OPTIONS,
    author: { type: 'string', value: 'NAME', help: 'author of the image and of its history row' },
    message: { type: 'string', short: 'm', value: 'TEXT', help: 'comment of its history row' },
    change: {
      type: 'string',
      short: 'c',
      multiple: true,
      value: 'INSTRUCTION',
      help: 'CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, USER, VOLUME or WORKDIR as in a Dockerfile; may be repeated',
    },
    compression: { type: 'string', value: 'gzip|none', help: 'of the new layer; gzip by default' },
  },
  picksImage: false,
  json: `{"idBefore", "id", "manifestDigest", "layers": [{"index", "was", "state": "kept" | "new", "digestBefore",
  "digestAfter", "bytesBefore", "bytesAfter"}], "bytesBefore", "bytesAfter", "names",
  "saved"?: {"file", "format", "digest", "size"}, "stored"?: {"names", "id", "manifestDigest"}}; stored without -o.`,
  async run(context) {
    const { options, operands, engine, signal, progress } = context;
    outputOf(context);
    const [author, comment] = [options.text('author'), options.text('message')];
    const changes = options
      .texts('change')
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.trim() !== '');
    const common = await newImageOptions(context);
    const opened = await engine.containers.open(operands[0] ?? '', { signal, onProgress: progress });
    await using made = await commitContainer(opened, {
      ...common,
      changes,
      compression: options.text('compression') === 'none' ? 'none' : 'gzip',
      ...(author !== undefined && { author }),
      ...(comment !== undefined && { comment }),
    });
    await saveNewImage(context, made);
    return 0;
  },
};
