/** e_machine, as `uname -m` names it. */
const ELF_MACHINES: Readonly<Record<number, string>> = {
  2: 'sparc',
  3: 'i386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  43: 'sparc64',
  50: 'ia64',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv',
  247: 'bpf',
  258: 'loongarch',
};

/** IMAGE_FILE_MACHINE. */
const PE_MACHINES: Readonly<Record<number, string>> = {
  0x14c: 'i386',
  0x1c4: 'arm',
  0x8664: 'x86_64',
  0xaa64: 'aarch64',
};

/** cputype; 0x01000000 is the bit of 64-bit machines. */
const MACH_O_MACHINES: Readonly<Record<number, string>> = {
  7: 'i386',
  12: 'arm',
  18: 'ppc',
  0x0100_0007: 'x86_64',
  0x0100_000c: 'arm64',
  0x0100_0012: 'ppc64',
};

export const elfMachine = (code: number): string => ELF_MACHINES[code] ?? `machine ${code}`;
export const peMachine = (code: number): string => PE_MACHINES[code] ?? `machine ${code}`;
export const machOMachine = (code: number): string => MACH_O_MACHINES[code] ?? `machine ${code}`;
