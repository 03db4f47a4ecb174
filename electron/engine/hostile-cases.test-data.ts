import type { ErrorCode } from '../../shared/errors.ts';
import type { RecipeName } from './hostile-recipes.test-support.ts';

/** What must come of a case. What a row leaves out is: it opens, every layer is ready, nothing is remarked. */
export interface Outcome {
  readonly id: string;
  /** Instead of the case's own file. */
  readonly from?: RecipeName;
  /** `NAME=N`, as `--limit` takes it. */
  readonly limit?: string;
  /** Opening fails so. */
  readonly error?: ErrorCode;
  /** What the message of the error, or of the layer's problem, speaks of. */
  readonly says?: RegExp;
  readonly layer?: 'damaged' | 'absent';
  readonly warns?: readonly string[];
  /** The merged tree: `a/` a folder, `a@` a link, `a!` a device, `a|` a pipe; escaped, long names cut, at most six. */
  readonly sees?: string;
  /** Paths in all, when there are too many to see. */
  readonly count?: number;
}

const clamped = ['clamped-to-root'];
const noTarget = ['hardlink-target-missing'];
const loop = ['symlink-loop'];

export const OUTCOMES: readonly Outcome[] = [
  // Names that climb, long, deep or alike.
  { id: 'HP02', warns: clamped, sees: 'etc/ etc/passwd' },
  { id: 'HP03', sees: 'etc/ etc/passwd' },
  { id: 'HP04', warns: clamped, sees: 'etc/ etc/passwd etc/x' },
  { id: 'HP05', warns: clamped, sees: 'b' },
  { id: 'HP07', warns: ['root-not-directory'], sees: 'x' },
  { id: 'HP10', sees: String.raw`..\..\evil` },
  { id: 'HP12', count: 46 },
  { id: 'HP13', warns: ['path-too-deep'], sees: '' },
  { id: 'HP16', warns: clamped, sees: 'evil' },
  { id: 'HP17', warns: clamped, sees: 'evil' },
  { id: 'HP18', layer: 'damaged', says: /malformed record/ },
  { id: 'HP19', sees: 'A/ A/x a@' },
  { id: 'HP20', sees: 'cafe\u0301@ caf\u00e9/ caf\u00e9/x' },
  // Links.
  { id: 'HL01', sees: 'etc/ etc/unbroken localetc@' },
  { id: 'HL02', sees: 'loophole@ victim/ victim/file' },
  { id: 'HL04', warns: loop, sees: 'a@ b@' },
  { id: 'HL05', from: 'a chain of 2,000 links', warns: loop, count: 2000 },
  { id: 'HL06', warns: loop, count: 30 },
  { id: 'HL07', warns: noTarget, sees: '' },
  { id: 'HL08', warns: noTarget, sees: '' },
  { id: 'HL09', warns: noTarget, sees: 's@' },
  { id: 'HL10', warns: ['hardlink-to-directory'], sees: 'loophole/ loophole/file victim/' },
  { id: 'HL13', warns: noTarget, sees: '' },
  { id: 'HL14', from: 'a file and 20,000 hard links to it', count: 20_001 },
  { id: 'HL15', from: 'a whiteout through a link of the layer below', sees: 'etc/ etc/passwd link/' },
  { id: 'HL18', from: 'a link of nearly a MiB', sees: 'l@' },
  { id: 'HL19', warns: ['duplicate-entry'], sees: 'foo/ foo/tmp/ foo/tmp/b tmp/ tmp/b' },
  // Modes, owners, devices.
  { id: 'HM02', sees: 'pipe|' },
  { id: 'HM03', sees: 'd/ su' },
  { id: 'HM05', warns: ['overlay-whiteout-device'], sees: 'etc/ etc/passwd!' },
  { id: 'HM07', sees: 'a' },
  { id: 'HM08', sees: 'a' },
  // The tar itself.
  { id: 'HT01', layer: 'damaged', says: /wrong checksum/, sees: 'a' },
  { id: 'HT02', layer: 'damaged', says: /ends inside the body/, sees: 'a' },
  { id: 'HT03', layer: 'damaged', says: /more bytes than any archive/, sees: '' },
  { id: 'HT04', layer: 'damaged', says: /negative size/, sees: '' },
  { id: 'HT05', layer: 'damaged', says: /number that cannot be read/, sees: '' },
  { id: 'HT06', layer: 'damaged', says: /negative size/, warns: ['pax-size-conflict'], sees: '' },
  { id: 'HT10', warns: ['pax-global'], sees: 'a b' },
  { id: 'HT12', layer: 'damaged', says: /over 1048576 bytes/, sees: '' },
  {
    id: 'HT13',
    from: '500 extended headers',
    layer: 'damaged',
    says: /after 16 others/,
    warns: ['pax-stacked'],
    sees: '',
  },
  { id: 'HT14', layer: 'damaged', says: /malformed record/, sees: '' },
  { id: 'HT17', sees: '__proto__/ __proto__/a constructor/ constructor/b hasOwnProperty length', count: 8 },
  { id: 'HT19', warns: ['data-after-end'], sees: 'a' },
  { id: 'HT21', layer: 'damaged', says: /not a tar archive/, sees: '' },
  { id: 'HT22', sees: '' },
  { id: 'HT24', warns: ['header-only-size'], sees: 'p| smuggled' },
  { id: 'HT25', layer: 'damaged', says: /negative size/, sees: '' },
  { id: 'HT26', sees: 'sp' },
  { id: 'HT28', layer: 'damaged', says: /sparse map/, sees: '' },
  { id: 'HT29', from: 'one name 20,000 times', warns: ['duplicate-entry'], sees: 'same' },
  {
    id: 'HT30',
    from: '20,000 entries',
    limit: 'layer-entries=1000',
    layer: 'damaged',
    says: /limit of 1000 entries in a layer \(layer-entries\)/,
    count: 0,
  },
  { id: 'HT32', from: '20,000 whiteouts of 20,000 files', sees: 'd/' },
  { id: 'HT34', warns: ['gnu-prefix'], sees: 'pre/ pre/n' },
  { id: 'HT36', layer: 'damaged', says: /more bytes than any archive/, sees: '' },
  // Names and contents to be shown.
  { id: 'HU01', sees: String.raw`\x1b[2J\x1b[31mred a\nb bell\x07 c\rd del\x7f tab\tx` },
  { id: 'HU02', sees: String.raw`a\u{2066}b\u{2069}c invoice\u{202e}gpj.exe \u{200f}x` },
  { id: 'HU03', count: 7 },
  { id: 'HU06', sees: String.raw`caf\xe8 caf\xe9` },
  { id: 'HU07', sees: String.raw`a\xc0\xafb \xed\xa0\x80` },
  { id: 'HU08', count: 5 },
  { id: 'HU10', count: 3 },
  { id: 'HU11', from: 'a line of 32 MiB', sees: 'line.txt' },
  // Compression.
  { id: 'HC01', warns: ['no-end-marker'], sees: 'zeros' },
  { id: 'HC01', limit: 'layer-bytes=1000000', layer: 'damaged', says: /over the limit of 1000000 bytes/, sees: '' },
  {
    id: 'HC02',
    from: '20,000 entries in a gzip',
    limit: 'layer-entries=1000',
    layer: 'damaged',
    says: /limit of 1000 entries in a layer \(layer-entries\)/,
    count: 0,
  },
  { id: 'HC03', layer: 'damaged', says: /not a tar archive/, sees: '' },
  { id: 'HC05', warns: ['gzip-trailing-data'], sees: 'a' },
  {
    id: 'HC09',
    from: 'a media type that says gzip over a plain tar',
    warns: ['config-missing', 'media-type-mismatch'],
    sees: 'a',
  },
  { id: 'HC10', layer: 'damaged', says: /compressed with xz/, sees: '' },
  { id: 'HC11', layer: 'damaged', says: /too much memory/, sees: '' },
  { id: 'HC14', sees: String.raw`\x7fELF\x02\x01\x01` },
  // Archives and documents.
  { id: 'HI01', error: 'unsafe-path', says: /points outside the archive/ },
  { id: 'HI04', layer: 'absent', says: /l\.tar/, sees: '' },
  { id: 'HI05', layer: 'absent', says: /folder, device or pipe/, sees: '' },
  { id: 'HI06', warns: ['duplicate-member'], sees: 'a' },
  { id: 'HI08', sees: '' },
  { id: 'HI09', warns: ['layer-count'], sees: 'a' },
  { id: 'HI10', sees: 'a' },
  { id: 'HI12', error: 'bad-manifest', says: /no valid digest/ },
  { id: 'HI13', error: 'bad-manifest', says: /md5:0/ },
  { id: 'HI14', from: 'a manifest with other bytes', error: 'digest-mismatch', says: /was altered or damaged/ },
  { id: 'HI14', from: 'a config with other bytes', error: 'digest-mismatch', says: /was altered or damaged/ },
  { id: 'HI14', from: 'a layer with other bytes', sees: 'a' },
  { id: 'HI16', layer: 'absent', says: /gone\.tar is not in/, sees: '' },
  { id: 'HI17', layer: 'absent', says: /its registry does not let it be copied/, warns: ['config-missing'], sees: '' },
  { id: 'HI18', from: '1,000 indexes within each other', error: 'bad-manifest', says: /indexes deep/ },
  { id: 'HI19', from: 'an index that is its own blob', error: 'bad-manifest', says: /lists itself/ },
  { id: 'HI20', warns: ['config-missing', 'duplicate-json-key'], sees: '' },
  { id: 'HI22', warns: ['bad-config'], sees: '' },
  { id: 'HI22', from: 'a byte order mark before a config', warns: ['byte-order-mark'], sees: '' },
  { id: 'HI23', limit: 'config-bytes=65536', warns: ['config-missing'], sees: '' },
  { id: 'HI23', from: 'a manifest of 5 MiB', error: 'too-large', says: /limit of 4194304 bytes/ },
  { id: 'HI24', sees: '' },
  { id: 'HI25', warns: ['odd-config'], sees: '' },
  { id: 'HI29', error: 'no-such-image', says: /artifacts/ },
  { id: 'HI30', sees: 'a' },
  { id: 'HI34', sees: 'a' },
  { id: 'HI35', sees: 'a' },
  { id: 'HI39', from: 'three files of 4 PiB', sees: 'a b c' },
  { id: 'HI40', from: 'two layers with one short digest', warns: ['layer-count'], sees: '000 111' },
];
