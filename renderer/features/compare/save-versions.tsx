import { Trans, useLingui } from '@lingui/react/macro';
import { dataURL } from '../../../shared/contract/contract.ts';
import { SaveMenu } from '../../saving/save-menu.tsx';
import type { DataPlane } from '../../host/byte-reader.ts';
import { failureOf } from '../../host/outcrop-error.ts';
import { nameOf } from '../../ui/file-content/path-name.ts';
import type { ComparedVersion } from './compared-versions.ts';

interface SaveVersionsProps {
  readonly data: DataPlane;
  readonly path: string;
  readonly before: ComparedVersion | null;
  readonly after: ComparedVersion | null;
}

/** Saves either version of a file, for a program that compares in its own way. */
export function SaveVersions({ data, path, before, after }: SaveVersionsProps) {
  const { t } = useLingui();
  const choice = (label: string, mark: string, version: ComparedVersion | null) => {
    const { entry } = version ?? {};
    if (!version || entry?.type !== 'file') return [];
    const url = dataURL.content(version.image, version.pathID, entry.layer);
    const read = async () => {
      const response = await data.fetch(url);
      if (!response.ok) throw await failureOf(response);
      return response.blob();
    };
    return [{ label, fileName: `${mark} ${nameOf(path)}`, read }];
  };
  const choices = [...choice(t`The file before`, 'before', before), ...choice(t`The file after`, 'after', after)];
  if (choices.length === 0) return null;
  return (
    <SaveMenu choices={choices} subject={nameOf(path)}>
      <span className="visually-hidden">
        <Trans>Save a version of the file</Trans>
      </span>
    </SaveMenu>
  );
}
