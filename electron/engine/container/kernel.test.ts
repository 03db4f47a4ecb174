import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { OutcropError } from '../../../shared/errors.ts';
import { openOverlayLab } from '../union/overlay.test-support.ts';
import { seededRandom, type Random } from '../union/random-image.test-support.ts';
import { applyOperation } from './apply.ts';
import {
  drawDisk,
  drawTree,
  drawUpper,
  mountWritable,
  opaqueDirs,
  perform,
  type Drawing,
} from './kernel.test-support.ts';
import { mergedTree } from './merged-tree.ts';
import type { Name } from './name.ts';
import type { Edit } from './operation.ts';
import { randomEdit } from './random-edits.test-support.ts';
import { initialState, visibleTree, type ContainerState } from './state.ts';
import type { TreeNode } from './tree.ts';
import type { UpperDir, UpperLeaf, UpperNode } from './upper.ts';

const SEQUENCES = 17;
const STEPS = 30;
/** Edits that make the layers below. */
const BASE_STEPS = 25;
const seed = Number(process.env['OUTCROP_SEED'] ?? Math.floor(Math.random() * 1e9));

const lab = openOverlayLab();
const where = lab ? `seed ${seed}` : 'skipped: needs Linux, root and overlay mounts';

afterAll(() => lab?.close());

describe.skipIf(!lab)(`a container equals the kernel's overlayfs (${where})`, () => {
  test.each(Array.from({ length: SEQUENCES }, (_, i) => i))(`sequence %i of ${STEPS} operations`, (sequence) => {
    const random = seededRandom(seed + sequence);
    const at = join(lab!.root, `container${sequence}`);
    fs.mkdirSync(at);
    const mounts: string[] = [];
    try {
      const one = makeLower(random, join(at, 'one'), undefined, []);
      // Every other container stands over two layers, the second made on an overlay like its own.
      const two = sequence % 2 ? makeLower(random, join(at, 'two'), one.tree, [one.dir], mounts) : undefined;
      const lower = two?.tree ?? one.tree;
      const [upper, merged] = [join(at, 'upper'), join(at, 'merged')];
      mountWritable(two ? [one.dir, two.dir] : [one.dir], upper, join(at, 'work'), merged);
      mounts.push(merged);
      run(random, STEPS, { lower, merged, upper, state: initialState(lower, [], 0), scratch: join(at, 'tar') });
    } finally {
      lab!.unmount(mounts.toReversed());
      fs.rmSync(at, { recursive: true });
    }
  });
});

interface Run {
  readonly lower: TreeNode | undefined;
  readonly merged: string;
  /** Undefined where `merged` is a plain folder. */
  readonly upper: string | undefined;
  readonly state: ContainerState;
  readonly scratch: string;
}

function run(random: Random, steps: number, { lower, merged, upper, state: first, scratch }: Run): ContainerState {
  let state = first;
  matchRoot(upper ?? merged, state);
  const done: string[] = [];
  for (let step = 0; step < steps; step++) {
    const edit = randomEdit(random, visibleTree(state, lower), `${step}.${Math.floor(random() * 1000)}`);
    done.push(JSON.stringify(edit));
    const ours = attempt(() => applyOperation(state, lower, { ...edit, time: 2e9 + step }));
    const kernels = attempt(() => perform(merged, edit));
    expect(ours.refused, `${done.join('\n')}\nthe kernel: ${kernels.why}, ours: ${ours.why}`).toBe(kernels.refused);
    if (ours.result) state = ours.result;
    const story = () => done.join('\n');
    expectSame(drawTree(visibleTree(state, lower)), drawDisk(merged), edit, story);
    if (upper) expectSame(drawUpper(state.upper), drawDisk(upper, opaqueDirs(upper, scratch)), edit, story);
  }
  return state;
}

function expectSame(ours: Drawing, kernels: Drawing, edit: Edit, story: () => string): void {
  expect(ours, `after ${JSON.stringify(edit)}\nof\n${story()}`).toEqual(kernels);
}

function attempt<T>(action: () => T): { readonly result?: T; readonly refused: boolean; readonly why?: string } {
  try {
    return { result: action(), refused: false };
  } catch (error) {
    if (error instanceof OutcropError || (error as NodeJS.ErrnoException).syscall)
      return { refused: true, why: (error as Error).message };
    throw error;
  }
}

/** A layer to stand on, made by edits as well; its files are old. */
function makeLower(
  random: Random,
  dir: string,
  below: TreeNode | undefined,
  dirs: readonly string[],
  mounts: string[] = [],
): { readonly dir: string; readonly tree: TreeNode } {
  const merged = below ? `${dir}-merged` : dir;
  if (below) {
    mountWritable(dirs, dir, `${dir}-work`, merged);
    mounts.push(merged);
  } else fs.mkdirSync(dir);
  const state = run(random, BASE_STEPS, {
    lower: below,
    merged,
    upper: below ? dir : undefined,
    state: initialState(below, [], 0),
    scratch: `${dir}.tar`,
  });
  if (below) lab!.unmount([mounts.pop()!]);
  return { dir, tree: mergedTree(aged(dir, '', state.upper), below) };
}

/** The root of a fresh upper directory is the test's, not the kernel's: ours is copied up from the start. */
function matchRoot(upper: string, { upper: { facts } }: ContainerState): void {
  fs.chownSync(upper, facts.uid, facts.gid);
  fs.chmodSync(upper, facts.mode);
  fs.utimesSync(upper, facts.mtime, facts.mtime);
}

/** Gives every file and directory of a layer a time of its own long ago, on disk and in ours. */
function aged(root: string, path: string, dir: UpperDir, leaves = new Map<number, UpperLeaf>()): UpperDir {
  const children = [...dir.children].map(([name, node]): readonly [Name, UpperNode] => {
    const at = path === '' ? name : `${path}/${name}`;
    if (node.kind === 'dir') return [name, aged(root, at, node, leaves)];
    if (node.kind === 'whiteout') return [name, node];
    const mtime = 1000 + node.inode;
    fs.lutimesSync(join(root, at), mtime, mtime);
    const leaf = leaves.get(node.inode) ?? { ...node, facts: { ...node.facts, mtime } };
    leaves.set(node.inode, leaf);
    return [name, leaf];
  });
  const mtime = 5000 + path.length;
  fs.utimesSync(join(root, path), mtime, mtime);
  return { ...dir, facts: { ...dir.facts, mtime }, children: new Map(children) };
}
