import type { Limits } from '../limits/limits.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { escapeName } from './escape-name.ts';

/** What a reader of one tar may remark. "Ambiguous" ones: other readers see something else; Outcrop follows Go. */
export const TAR_WARNINGS = {
  'gnu-prefix': 'has a GNU header with a prefix, which Go joins to the name and GNU tar ignores',
  'odd-number': 'has a size written so that readers understand it differently',
  'trailing-slash-file': 'is a file whose name ends in a slash; some readers take it for a folder',
  'empty-name': 'has an empty name and was skipped',
  'header-only-size': 'is of a type without a body but claims a size; some readers skip that many bytes',
  'contiguous-file': 'has type 7 (contiguous file); it is shown as a file, but container engines refuse it',
  'unknown-type': 'has a type that container engines refuse; it was skipped with its body',
  'long-name-conflict': 'has both a GNU long name and a different PAX path; Go takes the GNU one',
  'empty-long-name': 'has an empty GNU long name, which Go ignores and others take as it stands',
  'dangling-header': 'is an extended header with no entry after it',
  'pax-stacked': 'has more than one PAX header before it; Go keeps only the last',
  'pax-global': 'is a global PAX header that sets metadata; Go ignores it, GNU tar applies it to all that follows',
  'pax-old-header': 'is an extended header in the old v7 format, which some readers refuse',
  'pax-size-conflict': 'has a PAX size that differs from the size in its header; readers may lose track here',
  'pax-odd-number': 'has a PAX size with a sign or unusual digits, which some readers refuse',
  'pax-odd-length': 'has a PAX record length with a sign or leading zeros, which some readers refuse',
  'pax-bad-mtime': 'has a PAX mtime that is no time; it was ignored, but container engines refuse the layer',
  'pax-bad-owner': 'has a PAX uid or gid out of range; it was ignored, but container engines refuse the layer',
  'pax-empty-value': 'has an empty PAX path, link or size, which readers understand differently',
  'sparse-name-ignored': 'has a sparse name without a sparse map; Go ignores the name, GNU tar uses it',
  'libarchive-xattr': 'has extended attributes only in the LIBARCHIVE form, which container engines ignore',
  'overlay-whiteout-device':
    'is a character device 0:0, an ordinary entry here, but the kernel’s overlayfs takes it for a whiteout once unpacked',
  'overlay-xattr':
    'has extended attributes of overlayfs, which change nothing here, but may hide or redirect a folder once unpacked',
  'empty-link': 'is a symbolic link without a target',
  'name-too-long': 'has a path component over the limit (name-bytes) and was skipped',
  'path-too-deep': 'has more path components than the limit (path-depth) and was skipped',
  'no-end-marker': 'The archive does not end with two zero blocks.',
  'data-after-end': 'Data follows the end marker of the archive; it is part of the digest but no reader unpacks it.',
} as const;
export type TarWarningCode = keyof typeof TAR_WARNINGS;

/** Names longer than this are shortened in messages, and in the path of a warning: Linux's PATH_MAX. */
const SHOWN_BYTES = 200;
export const KEPT_BYTES = 4096;

/** Collects warnings; a flood of one code is counted instead of kept. */
export class TarWarnings {
  private readonly kept: Warning[] = [];
  private readonly counts = new Map<TarWarningCode, number>();
  private readonly most: number;

  constructor(limits: Pick<Limits, 'warnings-per-kind'>) {
    this.most = limits['warnings-per-kind'];
  }

  /** @param name the raw name the warning is about, or undefined for the archive as a whole */
  add(code: TarWarningCode, name?: Uint8Array): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count > this.most) return;
    if (!name) {
      this.kept.push({ code, message: TAR_WARNINGS[code] });
      return;
    }
    const path = escapeName(name.subarray(0, KEPT_BYTES));
    this.kept.push({ code, message: `${shownName(name)} ${TAR_WARNINGS[code]}.`, path });
  }

  list(): readonly Warning[] {
    const more = [...this.counts].filter(([, count]) => count > this.most);
    return [
      ...this.kept,
      ...more.map(([code, count]) => ({
        code,
        message: `${count - this.most} more warnings of the kind “${code}” are not listed (warnings-per-kind).`,
      })),
    ];
  }
}

/** A raw name within a sentence. */
export function shownName(name: Uint8Array): string {
  return name.length > SHOWN_BYTES ? `“${escapeName(name.subarray(0, SHOWN_BYTES))}…”` : `“${escapeName(name)}”`;
}
