import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { ContainerSummary } from '../../../shared/model/container.ts';
import { loadContainer } from '../container/container.ts';
import { liveContainer, type LiveContainer } from '../container/live-container.ts';
import { makeContainer, openContainer, summaryOf, type ContainerFolder } from '../container/journal.ts';
import { field, isRecord } from '../oci/json.ts';
import type { Containers, Engine, LoadedImage, OpenedContainer } from '../opened.ts';
import { accessImage } from './image-access.ts';

/** @param engine opens the image that a container stands on */
export function createContainers(
  engine: Pick<Engine, 'open' | 'image' | 'dataDir'>,
  now = () => Date.now() / 1000,
): Containers {
  const root = join(engine.dataDir, 'containers');
  const seconds = () => Math.floor(now());
  const folderOf = (id: string) => join(root, id);

  const all = async (): Promise<(readonly [string, ContainerFolder])[]> => {
    const ids = await readdir(root).catch(() => []);
    const found = await Promise.all(
      ids
        .filter((id) => /^[0-9a-f]{12}$/.test(id))
        .toSorted()
        .map(async (id) => [id, await openContainer(folderOf(id))] as const),
    );
    return found.flatMap(([id, folder]) => (folder ? [[id, folder] as const] : []));
  };

  const find = async (which: string) => {
    const containers = await all();
    const named = containers.filter(([, { identity }]) => identity.name !== '' && identity.name === which);
    const fitting = named.length > 0 ? named : containers.filter(([id]) => which !== '' && id.startsWith(which));
    const [one, ...others] = fitting;
    if (!one) throw new OutcropError('not-found', `There is no container ${which}; “container ls” lists them.`);
    if (others.length > 0)
      throw new OutcropError('bad-request', `${which} begins several container IDs; give more digits.`);
    return one;
  };

  const load = async (id: string, folder: ContainerFolder, image: LoadedImage): Promise<OpenedContainer> => ({
    container: await loadContainer({ id, folder, image: accessImage(image), now: seconds }),
    image,
  });

  const lives = new Map<string, { readonly live: LiveContainer; readonly image: LoadedImage }>();
  /** Whether the file of its image is open as it was. */
  const stands = ({ image }: { readonly image: LoadedImage }): boolean => {
    try {
      return engine.image(image.image.summary.handle) === image.image;
    } catch {
      return false;
    }
  };
  const open: Containers['open'] = async (which, options = {}) => {
    const [id, folder] = await find(which);
    const { path, pick } = folder.identity;
    const source = await engine.open(path, options);
    const image = source.pick({ image: pick });
    return load(id, folder, await image.load(options));
  };

  return {
    async create(image, name) {
      if (name !== '' && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name))
        throw new OutcropError('bad-request', `“${name}” is no container name; use letters, digits, ., _ and -.`);
      if (name !== '' && (await all()).some(([, { identity }]) => identity.name === name))
        throw new OutcropError('bad-request', `There is a container ${name} already; choose another name.`);
      const { summary, source } = image.image;
      const id = randomBytes(6).toString('hex');
      const folder = await makeContainer(folderOf(id), {
        version: 1,
        name,
        created: seconds(),
        path: source.path,
        imageID: summary.id,
        pick: summary.id ?? summary.manifestDigest ?? '1',
        names: [...summary.names],
        volumes: volumesOf(image),
      });
      return load(id, folder, image);
    },
    async list() {
      return Promise.all((await all()).map(async ([id, folder]) => describe(id, folder)));
    },
    open,
    async live(which, options = {}) {
      const known = lives.get(which);
      if (known && stands(known)) return known.live;
      const { container, image } = await open(which, options);
      // Two asked at once: what one keeps the other must know.
      const first = lives.get(which);
      if (first && first !== known && stands(first)) return first.live;
      const live = liveContainer(container);
      lives.set(which, { live, image });
      return live;
    },
    async remove(which) {
      const [id, folder] = await find(which);
      const summary = await describe(id, folder);
      lives.delete(id);
      // At once: what is half deleted must not look like a container.
      const gone = join(root, `${id}.removed`);
      await rename(folderOf(id), gone);
      await rm(gone, { recursive: true, force: true });
      return summary;
    },
  };
}

async function describe(id: string, folder: ContainerFolder): Promise<ContainerSummary> {
  const { done, operations } = await folder.readJournal();
  return summaryOf(id, folder.identity, done, operations.length);
}

/** Paths of `config.Volumes`, cleaned; the root is none. */
function volumesOf({ image }: LoadedImage): string[] {
  const volumes = field(field(image.config, 'config'), 'Volumes');
  const paths = isRecord(volumes) ? Object.keys(volumes) : [];
  const clean = paths.flatMap((path) => {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    return parts.length === 0 || parts.includes('..') ? [] : [`/${parts.join('/')}`];
  });
  return [...new Set(clean)].toSorted();
}
