import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import { REPORT_FORMATS, type ReportFormat } from '../../../shared/contract/compare.ts';
import type { Comparison } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Button } from '../../ui/button.tsx';
import { download } from '../../ui/download.ts';
import { fileNameFor } from '../../ui/file-content/path-name.ts';
import { Icon } from '../../ui/icon.tsx';
import { sourceTitle } from '../../ui/image-words.ts';
import menu from '../../ui/menu.module.css';

const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = { json: 'JSON', md: 'Markdown', html: 'HTML' };

interface ReportMenuProps {
  readonly compare: string;
  readonly comparison: Comparison;
}

/** Saves the whole comparison as a file, for a pull request or a script. */
export function ReportMenu({ compare, comparison }: ReportMenuProps) {
  const { t } = useLingui();
  const { connection, activity } = useApp();
  const [before, after] = [comparison.before, comparison.after].map((side) => sourceTitle(side.image, side.source));

  const save = async (format: ReportFormat): Promise<void> => {
    const name = fileNameFor(`compare ${before} ${after}`.replaceAll('/', '-'));
    try {
      const text = await connection.client.compare.report({ compare, format });
      download(new Blob([text]), `${name}.${format}`);
    } catch (error) {
      activity.getState().fail(t`Report`, wireErrorOf(error));
    }
  };

  return (
    <Menu.Root>
      <Menu.Trigger render={<Button icon="drop" />}>
        <Trans>Save report…</Trans>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {REPORT_FORMATS.map((format) => (
              <Menu.Item key={format} className={menu.item} onClick={() => void save(format)}>
                <Icon name="file" />
                {FORMAT_NAMES[format]}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
