import { Trans, useLingui } from '@lingui/react/macro';
import { dataURL } from '../../shared/contract/contract.ts';
import { LIST_FORMATS, type ListChoice } from '../../shared/model/export.ts';
import type { ImageHandle } from '../../shared/model/image.ts';
import { useApp } from '../app-context.ts';
import { failureOf } from '../host/outcrop-error.ts';
import { SaveMenu } from './save-menu.tsx';

/** Saves a whole list of an image, whatever is filtered on the screen, as CSV or JSON. */
export function SaveList({ image, list }: { image: ImageHandle; list: ListChoice }) {
  const { t } = useLingui();
  const { data } = useApp().connection;
  const choices = LIST_FORMATS.map((format) => ({
    label: format.toUpperCase(),
    fileName: `${list.name}.${format}`,
    read: async () => {
      const response = await data.fetch(dataURL.list(image, list, format));
      if (!response.ok) throw await failureOf(response);
      return response.blob();
    },
  }));
  return (
    <SaveMenu choices={choices} subject={t`Saving the list`}>
      <Trans>Save list…</Trans>
    </SaveMenu>
  );
}
