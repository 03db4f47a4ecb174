import type { MenuItemConstructorOptions } from 'electron';

const WORDS = {
  en: {
    file: 'File',
    openFile: 'Open File…',
    openFolder: 'Open Folder…',
    close: 'Close Window',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    reload: 'Reload',
    devTools: 'Developer Tools',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimize: 'Minimize',
  },
  zh: {
    file: '文件',
    openFile: '打开文件…',
    openFolder: '打开文件夹…',
    close: '关闭窗口',
    quit: '退出',
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    view: '视图',
    reload: '重新加载',
    devTools: '开发者工具',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    window: '窗口',
    minimize: '最小化',
  },
} as const;

export interface MenuOptions {
  /** BCP 47, as the system has it. */
  readonly locale: string;
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  /** Asks for a file or a folder and opens it. */
  readonly open: (folder: boolean) => void;
}

/** The native menu: what every system expects, and opening. Everything else is in the window. */
export function menuTemplate({ locale, platform, packaged, open }: MenuOptions): MenuItemConstructorOptions[] {
  const words = locale.toLowerCase().startsWith('zh') ? WORDS.zh : WORDS.en;
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        { label: words.openFile, accelerator: 'CmdOrCtrl+O', click: () => open(false) },
        { label: words.openFolder, accelerator: 'CmdOrCtrl+Shift+O', click: () => open(true) },
        { type: 'separator' },
        mac ? { role: 'close', label: words.close } : { role: 'quit', label: words.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        { type: 'separator' },
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.resetZoom },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
        { role: 'reload', label: words.reload },
        ...(packaged ? [] : [{ role: 'toggleDevTools', label: words.devTools } as const]),
      ],
    },
    { label: words.window, role: 'windowMenu', submenu: [{ role: 'minimize', label: words.minimize }] },
  ];
}
