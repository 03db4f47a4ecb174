import { useLingui } from '@lingui/react/macro';
import type { FindingKind } from '../../../shared/model/findings.ts';

/** What kinds of findings are called, and what each rule of a name says; a rule without a word is its kind. */
export function useFindingWords(): {
  readonly kinds: Readonly<Record<FindingKind, { readonly name: string; readonly tip: string }>>;
  readonly rules: Readonly<Partial<Record<string, string>>>;
} {
  const { t } = useLingui();
  return {
    kinds: {
      'secret-name': {
        name: t`Secrets`,
        tip: t`The name usually holds a key, a password or a token; whether this one does is for you to see`,
      },
      setuid: {
        name: t({ message: 'setuid', context: 'finding' }),
        tip: t`Runs with the rights of its owner, whoever starts it`,
      },
      setgid: {
        name: t({ message: 'setgid', context: 'finding' }),
        tip: t`Runs with the rights of its group, whoever starts it`,
      },
      capability: {
        name: t`Capabilities`,
        tip: t`Is given some of root’s powers (security.capability) without being setuid`,
      },
      'world-writable': {
        name: t`World-writable`,
        tip: t`Everyone may change it; folders with the sticky bit are left out`,
      },
      device: { name: t`Devices`, tip: t`A device in an image is unusual; engines make their own /dev` },
      'odd-name': {
        name: t`Odd names`,
        tip: t`The name is not what it looks like in a listing: control or invisible characters, spaces at an end, bytes that are no UTF-8`,
      },
    },
    rules: {
      'ssh-key': t`SSH key`,
      'ssh-host-key': t`SSH host key`,
      'private-key': t`Private key`,
      keystore: t`Key store`,
      'gpg-key': t`GPG key`,
      dotenv: t`Environment file`,
      'cloud-credentials': t`Cloud credentials`,
      kubeconfig: t`Kubernetes access`,
      'docker-credentials': t`Registry login`,
      'package-credentials': t`Package login`,
      'database-password': t`Database password`,
      'password-file': t`Password file`,
      'shell-history': t`Shell history`,
      'terraform-state': t`Terraform state`,
      'not-utf8': t`Name not UTF-8`,
      'control-characters': t`Control characters`,
      'invisible-characters': t`Invisible characters`,
      'space-at-end': t`Space at an end`,
      'stacked-marks': t`Stacked marks`,
      capability: t`Capability`,
      device: t`Device`,
    },
  };
}
