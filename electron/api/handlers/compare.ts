import { OutcropError } from '../../../shared/errors.ts';
import { os } from '../context.ts';

function later(): never {
  throw new OutcropError('unsupported', 'Comparing is not built yet; use a newer Outcrop.');
}

/** Two images side by side. */
export const compareHandlers = {
  // oxlint-disable-next-line require-yield
  open: os.compare.open.handler(async function* () {
    later();
  }),
  packages: os.compare.packages.handler(later),
  path: os.compare.path.handler(later),
  lookup: os.compare.lookup.handler(later),
  report: os.compare.report.handler(later),
  close: os.compare.close.handler(later),
  view: {
    open: os.compare.view.open.handler(later),
    change: os.compare.view.change.handler(later),
    rows: os.compare.view.rows.handler(later),
    toggle: os.compare.view.toggle.handler(later),
    expandAll: os.compare.view.expandAll.handler(later),
    collapseAll: os.compare.view.collapseAll.handler(later),
    reveal: os.compare.view.reveal.handler(later),
    findName: os.compare.view.findName.handler(later),
    next: os.compare.view.next.handler(later),
    close: os.compare.view.close.handler(later),
  },
};
