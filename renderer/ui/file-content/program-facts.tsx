import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ELFSummary, MachOSummary, PESummary } from '../../../shared/model/content-summary.ts';
import { Notice } from '../notice.tsx';
import { Term } from '../term.tsx';
import styles from './summary-view.module.css';

/** What a program or library says of itself. */
export function ProgramFacts({ summary }: { summary: ELFSummary | PESummary | MachOSummary }) {
  const { t } = useLingui();
  return (
    <div className={styles.facts} role="region" aria-label={t`Summary`} tabIndex={0}>
      {summary.kind === 'elf' && <ELFFacts elf={summary} />}
      {summary.kind === 'pe' && <PEFacts pe={summary} />}
      {summary.kind === 'mach-o' && (
        <dl className={styles.table}>
          {summary.parts.map(({ machine, type }, at) => (
            <Fact key={at} name="Mach-O">
              {machine}, {type}
            </Fact>
          ))}
        </dl>
      )}
    </div>
  );
}

function ELFFacts({ elf }: { elf: ELFSummary }) {
  const { t } = useLingui();
  const { bits, machine } = elf;
  const types = {
    relocatable: t`object file`,
    executable: t`program at a fixed address`,
    shared: elf.pie ? t`program at any address (PIE)` : t`shared library`,
    core: t`core dump`,
    other: t`another type`,
  };
  const relro = { none: t`none`, partial: t`partial`, full: t`full` };
  const yes = (value: boolean) => (value ? t`yes` : t`no`);
  return (
    <>
      {elf.problem !== null && <Notice kind="warning">{safeText(elf.problem)}</Notice>}
      <dl className={styles.table}>
        <Fact name={t`Format`}>
          <Trans>
            ELF, {bits} bits, {elf.endian === 'little' ? t`little-endian` : t`big-endian`}
          </Trans>
        </Fact>
        <Fact name={t`Machine`}>{machine}</Fact>
        <Fact name={t`Type`}>{types[elf.type]}</Fact>
        <Fact name={t`Interpreter`} text={elf.interpreter} />
        <Fact name={<Term tip={t`The name by which programs ask for this library.`}>SONAME</Term>} text={elf.soname} />
        {elf.needed.length > 0 && (
          <Fact name={t`Needs`}>
            <ul className={styles.list}>
              {elf.needed.map((library, at) => (
                <li key={at}>
                  <code>{safeText(library)}</code>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact
          name={
            <Term tip={t`Folders searched for libraries before all others; old, and not to be overridden.`}>RPATH</Term>
          }
          text={elf.rpath}
        />
        <Fact
          name={<Term tip={t`Folders searched for libraries after LD_LIBRARY_PATH.`}>RUNPATH</Term>}
          text={elf.runpath}
        />
        <Fact name={t`Build ID`} text={elf.buildID} />
        {elf.go && (
          <Fact name="Go">
            <code>
              {safeText(elf.go.version)}
              {elf.go.module !== null && `  ${safeText(elf.go.module)}`}
            </code>
          </Fact>
        )}
        <Fact name={t`Symbols`}>{elf.stripped ? t`stripped` : t`kept`}</Fact>
        <Fact name={t`Debug info`}>{yes(elf.debugInfo)}</Fact>
        <Guard
          name={<Term tip={t`Loaded at an address that differs each time.`}>PIE</Term>}
          good={elf.pie || elf.type !== 'executable'}
        >
          {yes(elf.pie)}
        </Guard>
        <Guard name={<Term tip={t`The stack cannot be executed.`}>NX</Term>} good={elf.nx}>
          {yes(elf.nx)}
        </Guard>
        <Guard
          name={<Term tip={t`Tables of the loader are read-only once it is done; full: all of them.`}>RELRO</Term>}
          good={elf.relro === 'full'}
        >
          {relro[elf.relro]}
        </Guard>
      </dl>
    </>
  );
}

function PEFacts({ pe }: { pe: PESummary }) {
  const { t } = useLingui();
  const { bits } = pe;
  const yes = (value: boolean) => (value ? t`yes` : t`no`);
  return (
    <dl className={styles.table}>
      <Fact name={t`Format`}>
        <Trans>PE (Windows), {bits} bits</Trans>
      </Fact>
      <Fact name={t`Machine`}>{pe.machine}</Fact>
      <Fact name={t`Type`}>{pe.type === 'library' ? t`shared library` : t`program`}</Fact>
      <Fact name={t`Subsystem`} text={pe.subsystem} />
      <Guard name="NX" good={pe.nx}>
        {yes(pe.nx)}
      </Guard>
      <Guard name="ASLR" good={pe.aslr}>
        {yes(pe.aslr)}
      </Guard>
    </dl>
  );
}

/** One row; none for a text that is null. */
function Fact({ name, text, children }: { name: ReactNode; text?: string | null; children?: ReactNode }) {
  if (text === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd data-selectable>{text === undefined ? children : <code>{safeText(text)}</code>}</dd>
    </>
  );
}

/** A protection: its word says whether it is there, its colour only underlines that. */
function Guard({ name, good, children }: { name: ReactNode; good: boolean; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-guard={good ? 'good' : 'weak'}>{children}</dd>
    </>
  );
}
