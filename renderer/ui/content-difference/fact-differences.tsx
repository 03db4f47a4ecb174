import { Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { FactDifference, InnerDifference } from '../../../shared/model/content-difference.ts';
import type { SideLabels } from './file-bytes.ts';
import { SideTable } from './side-table.tsx';
import styles from './difference-tables.module.css';

interface FactDifferencesProps {
  readonly inner: Extract<InnerDifference, { kind: 'facts' }>;
  readonly labels: SideLabels;
}

/** What two programs, libraries or files of certificates say of themselves, where that differs. */
export function FactDifferences({ inner: { facts }, labels }: FactDifferencesProps) {
  const { t } = useLingui();
  const word = useFactWords();
  if (facts.length === 0)
    return (
      <p className={styles.message}>
        <Trans>Both say the same of themselves; their code or data differs.</Trans>
      </p>
    );
  return (
    <SideTable label={t`Facts that differ`} heading={<Trans>Fact</Trans>} labels={labels}>
      {facts.map((fact) => (
        <tr key={fact.fact}>
          <th scope="row">{word(fact.fact)}</th>
          <Cell side="removed" values={valuesOf(fact, 'before')} />
          <Cell side="added" values={valuesOf(fact, 'after')} />
        </tr>
      ))}
    </SideTable>
  );
}

function valuesOf(fact: FactDifference, side: 'before' | 'after'): readonly string[] {
  if (fact.kind === 'list') return side === 'before' ? fact.removed : fact.added;
  const { [side]: value } = fact;
  return value === null ? [] : [value];
}

function Cell({ side, values }: { side: 'added' | 'removed'; values: readonly string[] }) {
  if (values.length === 0) return <td className={styles.absent}>–</td>;
  return (
    <td data-side={side} data-selectable>
      {values.map((value, at) => (
        <div key={at}>
          <code>{safeText(value)}</code>
        </div>
      ))}
    </td>
  );
}

/** @returns the word for a fact; one without a word goes by the name that the JSON has */
function useFactWords(): (fact: string) => string {
  const { t } = useLingui();
  const words: Readonly<Record<string, string>> = {
    bits: t`Bits`,
    endian: t`Byte order`,
    type: t`Type`,
    machine: t`Machine`,
    interpreter: t`Interpreter`,
    soname: 'SONAME',
    needed: t`Needs`,
    rpath: 'RPATH',
    runpath: 'RUNPATH',
    buildID: t`Build ID`,
    stripped: t`Stripped of symbols`,
    debugInfo: t`Debug info`,
    pie: 'PIE',
    nx: 'NX',
    aslr: 'ASLR',
    relro: 'RELRO',
    subsystem: t`Subsystem`,
    parts: t`Architectures`,
    items: t`Certificates`,
    'go.version': t`Go version`,
    'go.path': t`Go package`,
    'go.module': t`Go module`,
    'go.dependencies': t`Go dependencies`,
  };
  return (fact) => words[fact] ?? fact;
}
