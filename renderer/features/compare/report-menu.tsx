import { Trans, useLingui } from '@lingui/react/macro';
import { REPORT_FORMATS, type ReportFormat } from '../../../shared/contract/compare.ts';
import type { Comparison } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import { sourceTitle } from '../../ui/image-words.ts';
import { SaveMenu } from '../../saving/save-menu.tsx';

const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = { json: 'JSON', md: 'Markdown', html: 'HTML' };

interface ReportMenuProps {
  readonly compare: string;
  readonly comparison: Comparison;
}

/** Saves the whole comparison as a file, for a pull request or a script. */
export function ReportMenu({ compare, comparison }: ReportMenuProps) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const [before, after] = [comparison.before, comparison.after].map((side) => sourceTitle(side.image, side.source));
  const choices = REPORT_FORMATS.map((format) => ({
    label: FORMAT_NAMES[format],
    fileName: `compare ${before} ${after}.${format}`,
    read: async () => new Blob([await client.compare.report({ compare, format })]),
  }));
  return (
    <SaveMenu choices={choices} subject={t`Report`} look="normal">
      <Trans>Save report…</Trans>
    </SaveMenu>
  );
}
