/** Names by bit, as linux/capability.h numbers them. */
const NAMES = [
  'chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap',
  'linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner',
  'sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice',
  'sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap',
  'mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf',
  'checkpoint_restore',
]; // prettier-ignore

const REVISION_MASK = 0xff000000;
const EFFECTIVE = 0x1;

/**
 * Reads the bytes of `security.capability` (struct vfs_ns_cap_data of linux/capability.h, little-endian).
 * @returns the text `getcap` would print, such as `cap_net_bind_service=ep`; undefined when it is not such a struct
 */
export function describeCapability(bytes: Uint8Array): string | undefined {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0, true);
  const revision = (magic & REVISION_MASK) >>> 24;
  const words = revision === 1 ? 1 : 2;
  const expected = { 1: 12, 2: 20, 3: 24 }[revision];
  if (expected === undefined || bytes.length !== expected) return undefined;
  const permitted: number[] = [];
  const inheritable: number[] = [];
  for (let word = 0; word < words; word++) {
    collectBits(view.getUint32(4 + word * 8, true), word * 32, permitted);
    collectBits(view.getUint32(8 + word * 8, true), word * 32, inheritable);
  }
  const clauses = groupByFlags(permitted, inheritable, (magic & EFFECTIVE) !== 0);
  const root = revision === 3 ? ` [rootid=${view.getUint32(20, true)}]` : '';
  return (clauses.length === 0 ? '=' : clauses.join(' ')) + root;
}

function collectBits(word: number, base: number, into: number[]): void {
  for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) into.push(base + bit);
}

/** One clause per combination of flags; `e` goes to every capability of a file that has the effective bit. */
function groupByFlags(permitted: readonly number[], inheritable: readonly number[], effective: boolean): string[] {
  const groups = new Map<string, string[]>();
  for (const bit of [...new Set([...permitted, ...inheritable])].toSorted((a, b) => a - b)) {
    const flags =
      (effective ? 'e' : '') + (inheritable.includes(bit) ? 'i' : '') + (permitted.includes(bit) ? 'p' : '');
    const names = groups.get(flags) ?? [];
    names.push(NAMES[bit] ? `cap_${NAMES[bit]}` : String(bit));
    groups.set(flags, names);
  }
  return [...groups].map(([flags, names]) => `${names.join(',')}=${flags}`);
}
