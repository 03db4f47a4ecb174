// The configuration that `npm run package` gives to electron-builder; what is in it is in desktop/packaging.ts.
import { join } from 'node:path';
import { PACKAGING, setFuses } from '../desktop/packaging.ts';

// oxlint-disable-next-line import/no-default-export -- electron-builder asks for it
export default {
  ...PACKAGING,
  async afterPack({ appOutDir, electronPlatformName, packager }) {
    const name = packager.appInfo.productFilename;
    const binary =
      electronPlatformName === 'darwin'
        ? `${name}.app`
        : electronPlatformName === 'win32'
          ? `${name}.exe`
          : packager.executableName;
    // Before signing, so that the signature covers them.
    await setFuses(join(appOutDir, binary));
  },
};
