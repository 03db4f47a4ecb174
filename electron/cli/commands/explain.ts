import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import { assertNever } from '../../../shared/assert.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { Command } from '../command.ts';
import { describeSize } from '../describe.ts';
import { absolutePath } from '../image-path.ts';
import { storyJSON, writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { writeTable, type Cell } from '../table.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'the whole story of one path: every layer that has it, and what hides what',
  operands: 'IMAGE PATH',
  operandCount: { min: 2, max: 2 },
  options: {},
  picksImage: true,
  json: `{"path", "rawPath"?, "state": "visible" | "hidden" | "absent",
 "versions": [{"layer", "type", "size", "mode", "uid", "gid", "mtime", "linkTarget"?, "hardlink"?, "major"?, "minor"?,
               "xattrs"?, "implicit", "visible", "change": [], "hiddenBy"?: {"layer", "how", "via"}}]}
Versions are base first. change says how each differs from the one that was visible below it:
type, content, mode, owner, mtime, xattr, link, or identical. A path that no layer has is absent, exit status 0.`,
  async run(context) {
    const loaded = await loadImage(context);
    const story = await loaded.explain(absolutePath(context.operands[1] ?? ''));
    if (context.options.flag('json')) {
      await writeDocument(context.out, storyJSON(story));
      return 0;
    }
    await context.out.write(`${context.out.paint('bold', safeText(story.path))}  ${describeState(story)}\n`);
    if (story.versions.length === 0) return 0;
    await context.out.write('\n');
    await writeTable(
      context.out,
      [
        { title: 'LAYER', align: 'right' },
        { title: 'MODE' },
        { title: 'OWNER', align: 'right' },
        { title: 'SIZE', align: 'right' },
        { title: 'MODIFIED' },
        { title: 'CHANGED' },
        { title: 'STATE' },
      ],
      story.versions.map((version) => cells(story.path, version)),
    );
    return 0;
  },
};

function describeState({ state, versions }: PathStory): string {
  switch (state) {
    case 'visible':
      return `visible, from layer ${versions.find(({ visible }) => visible)?.layer ?? '?'}`;
    case 'hidden':
      return 'hidden: not in the merged tree, still in the layers below';
    case 'absent':
      return 'absent: no layer has it';
    default:
      return assertNever(state);
  }
}

function cells(path: string, version: PathVersion): readonly Cell[] {
  const { layer, type, mode, uid, gid, mtime, implicit, change, visible, hiddenBy, linkTarget, hardlink } = version;
  const target = linkTarget === undefined ? '' : `-> ${linkTarget}, `;
  const link = hardlink === undefined ? '' : `link to ${hardlink}, `;
  const where = hiddenBy && hiddenBy.via !== path ? ` at ${hiddenBy.via}` : '';
  const hidden = hiddenBy ? `hidden by layer ${hiddenBy.layer} (${hiddenBy.how}${where})` : 'hidden';
  return [
    { text: String(layer), style: 'cyan' },
    formatMode(type, mode),
    `${uid}:${gid}`,
    describeSize(version),
    implicit ? '-' : formatEpoch(mtime),
    change.join(', ') || '-',
    { text: target + link + (visible ? 'visible' : hidden), style: visible ? 'green' : 'dim' },
  ];
}
