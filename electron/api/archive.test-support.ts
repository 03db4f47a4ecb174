import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** A name and its text; a name ending in / is a folder. */
type Layer = Readonly<Record<string, string>>;

/** Writes what `docker save` writes, with one image of the given layers, base first. */
export async function writeArchive(file: string, name: string, layers: readonly Layer[]): Promise<void> {
  const tars = await Promise.all(layers.map(packed));
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    history: tars.map((_, index) => ({ created_by: `RUN step ${index}` })),
  });
  const names = tars.map((tar) => `${sha256(tar)}/layer.tar`);
  const manifest = JSON.stringify([{ Config: `${sha256(config)}.json`, RepoTags: [name], Layers: names }]);
  const archive = pack();
  tars.forEach((tar, index) => archive.entry({ name: names[index] ?? '' }, tar));
  archive.entry({ name: `${sha256(config)}.json` }, config);
  archive.entry({ name: 'manifest.json' }, manifest);
  archive.finalize();
  await writeFile(file, await buffer(archive));
}

async function packed(layer: Layer): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(layer)) {
    if (name.endsWith('/')) tar.entry({ name, type: 'directory', mtime: new Date(0) });
    else tar.entry({ name, mtime: new Date(0) }, text);
  }
  tar.finalize();
  return buffer(tar);
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
