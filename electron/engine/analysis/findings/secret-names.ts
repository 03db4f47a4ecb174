/**
 * Names that usually hold a secret. By the whole name, by its end, or by the folder it lies in; all in lower case. A rule
 * with `not` leaves out what only looks so. Names only: whether a secret is inside is for a person to see.
 */
const RULES: readonly {
  readonly rule: string;
  readonly names?: readonly string[];
  readonly ends?: readonly string[];
  readonly begins?: readonly string[];
  /** Name of the folder it lies in, for `names` that mean nothing elsewhere. */
  readonly folder?: string;
  readonly not?: readonly string[];
}[] = [
  {
    rule: 'ssh-key',
    names: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', 'id_ecdsa_sk', 'id_ed25519_sk', 'identity'],
    folder: '.ssh',
  },
  { rule: 'ssh-key', names: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'] },
  { rule: 'ssh-host-key', begins: ['ssh_host_'], ends: ['_key'] },
  { rule: 'private-key', ends: ['.key', '.ppk', '.pk8'], not: ['.pub.key', '.gpg.key', '-public.key', '.pubkey'] },
  { rule: 'private-key', names: ['privkey.pem', 'private.pem', 'key.pem', 'server.pem', 'client-key.pem', 'tls.pem'] },
  { rule: 'private-key', ends: ['-key.pem', '_key.pem', '.key.pem', 'privkey.pem'] },
  { rule: 'keystore', ends: ['.p12', '.pfx', '.jks', '.keystore', '.kdbx', '.bcfks'] },
  { rule: 'gpg-key', names: ['secring.gpg', 'private-keys-v1.d'] },
  { rule: 'dotenv', names: ['.env', '.envrc'], begins: [] },
  { rule: 'dotenv', begins: ['.env.'], not: ['.example', '.sample', '.template', '.dist'] },
  { rule: 'cloud-credentials', names: ['credentials'], folder: '.aws' },
  {
    rule: 'cloud-credentials',
    names: [
      'application_default_credentials.json',
      'service-account.json',
      'serviceaccount.json',
      'accesstokens.json',
      'azureprofile.json',
      'credentials.db',
      'gcloud-service-key.json',
    ],
  },
  { rule: 'kubeconfig', names: ['kubeconfig', 'admin.conf'] },
  { rule: 'kubeconfig', names: ['config'], folder: '.kube' },
  { rule: 'docker-credentials', names: ['config.json'], folder: '.docker' },
  { rule: 'docker-credentials', names: ['.dockercfg', '.dockerconfigjson'] },
  {
    rule: 'package-credentials',
    names: [
      '.npmrc',
      '.pypirc',
      '.yarnrc.yml',
      '.netrc',
      '_netrc',
      '.git-credentials',
      '.htpasswd',
      '.gem_credentials',
    ],
  },
  { rule: 'package-credentials', names: ['credentials', 'credentials.toml'], folder: '.cargo' },
  { rule: 'package-credentials', names: ['credentials'], folder: '.gem' },
  { rule: 'database-password', names: ['.pgpass', '.my.cnf', '.mylogin.cnf'] },
  { rule: 'password-file', names: ['shadow', 'shadow-', 'gshadow'], folder: 'etc' },
  {
    rule: 'password-file',
    names: [
      'passwords.txt',
      'password.txt',
      'secrets.yml',
      'secrets.yaml',
      'secrets.json',
      'secret.json',
      'vault-password',
      '.vault_pass',
      '.vault-token',
      'master.key',
    ],
  },
  {
    rule: 'shell-history',
    names: ['.bash_history', '.zsh_history', '.ash_history', '.mysql_history', '.psql_history', '.python_history'],
  },
  { rule: 'terraform-state', ends: ['.tfstate', '.tfstate.backup', '.tfvars'] },
];

/** Public certificates and keys of the system, which every image has. */
const PUBLIC_FOLDERS = ['/usr/share/ca-certificates/', '/etc/ssl/certs/', '/usr/share/keyrings/', '/etc/apk/keys/'];

const byName = new Map<string, (typeof RULES)[number][]>();
for (const rule of RULES) for (const name of rule.names ?? []) byName.set(name, [...(byName.get(name) ?? []), rule]);
const byShape = RULES.filter(({ begins = [], ends = [] }) => begins.length + ends.length > 0);

/**
 * @param name the last component of a path; @param folder the one before it, empty at the root
 * @returns the rule that takes it for a secret; undefined when none does
 */
export function secretRule(name: string, folder: string): string | undefined {
  const lower = name.toLowerCase();
  for (const rule of byName.get(lower) ?? [])
    if (rule.folder === undefined || rule.folder === folder.toLowerCase()) return rule.rule;
  for (const { rule, begins, ends, not } of byShape) {
    if (ends && ends.length > 0 && !ends.some((end) => lower.endsWith(end) && lower.length > end.length)) continue;
    if (begins && begins.length > 0 && !begins.some((start) => lower.startsWith(start))) continue;
    if ((ends?.length ?? 0) + (begins?.length ?? 0) === 0) continue;
    if (not?.some((end) => lower.endsWith(end))) continue;
    return rule;
  }
  return undefined;
}

/** Whether a path lies where distributions keep what is public. */
export function isPublicFolder(path: string): boolean {
  return PUBLIC_FOLDERS.some((folder) => path.startsWith(folder));
}
