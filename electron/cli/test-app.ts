import { BYTE_FF, type TestImage } from './test-image.ts';

/** An image that has one of everything the commands tell of. */
export const APP: TestImage = {
  names: ['example.com/team/app:1'],
  layers: [
    {
      createdBy: '/bin/sh -c #(nop) ADD file:4eed in / ',
      entries: [
        { name: 'etc/' },
        { name: 'etc/passwd', text: 'root:x:0:0\n' },
        { name: 'etc/shadow', text: 'secret', mode: 0o600, gid: 42 },
        { name: 'etc/alias', symlink: 'passwd', mode: 0o777 },
        { name: 'bin/' },
        { name: 'bin/tool', text: '#!tool', mode: 0o755 },
        { name: 'bin/tool-2', hardlink: 'bin/tool', mode: 0o755 },
        { name: 'opt/' },
        { name: 'opt/a', text: 'aa' },
        { name: `opt/n${BYTE_FF}`, text: 'ff' },
        { name: 'dev/' },
        { name: 'dev/null', device: [1, 3], mode: 0o666 },
        { name: 'dev/pipe', fifo: true },
      ],
    },
    {
      createdBy: 'RUN |1 V=1 /bin/sh -c rm /etc/shadow && make # buildkit',
      entries: [
        { name: 'etc/' },
        { name: 'etc/.wh.shadow' },
        { name: 'opt/' },
        { name: 'opt/.wh..wh..opq' },
        { name: 'opt/c', text: 'c', xattrs: { 'user.note': 'hello' } },
        { name: 'bin/' },
        { name: 'bin/tool', text: '#!tool', mode: 0o4755 },
      ],
    },
    {
      createdBy: 'COPY new /new # buildkit',
      entries: [
        { name: 'etc/passwd', text: 'root:x:0:0\nme:x:1:1\n' },
        { name: 'new/\u202Efile\u001B[31m', text: 'x' },
      ],
    },
  ],
};

/** Another of the same layers. */
export const OTHER: TestImage = { ...APP, names: ['example.com/team/other:2'], architecture: 'arm64' };

/** A layer with another body byte: the tar still reads, its digest does not hold. */
export function flipped(layer: Buffer): Buffer {
  const copy = Buffer.from(layer);
  const at = copy.indexOf('#!tool');
  copy[at] = 0x3f;
  return copy;
}
