import { X509Certificate } from 'node:crypto';
import type { Limits } from '../../limits/limits.ts';
import type { CertificateItem, CertificatesSummary } from '../../../../shared/model/content-summary.ts';
import type { Body } from './body.ts';

/** Bytes of a file that may be one certificate: what is larger is none, so that nobody meets this. */
const MAX_DER = 256 << 10;
/** Of one text in a certificate; longer ones are cut. */
const MAX_TEXT = 1024;
const MAX_ALT_NAMES = 200;
const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----\r?\n([\s\S]*?)-----END \1-----/g;

/** Certificates and keys of a PEM file. @returns undefined when it has no block */
export function describePEM(body: Body, limits: Limits): CertificatesSummary | undefined {
  const most = limits['certificate-bytes'];
  const text = Buffer.from(body.read(0, most)).toString('latin1');
  const items: CertificateItem[] = [];
  let total = 0;
  for (const [block, label = '', content = ''] of text.matchAll(BLOCK)) {
    total++;
    if (items.length < limits.certificates) items.push(itemOf(block, label, content));
  }
  if (total === 0) return undefined;
  const problem = body.size > most ? `Only the first ${most} bytes were read (limit certificate-bytes).` : null;
  return { kind: 'certificates', items, total, problem };
}

/** A file that is one certificate in DER. @returns undefined when it is none */
export function describeDER(body: Body): CertificatesSummary | undefined {
  if (body.size > MAX_DER) return undefined;
  try {
    const item = describeCertificate(new X509Certificate(body.read(0, body.size)));
    return { kind: 'certificates', items: [item], total: 1, problem: null };
  } catch {
    return undefined;
  }
}

function itemOf(block: string, label: string, content: string): CertificateItem {
  if (label.endsWith('PRIVATE KEY')) return { kind: 'private-key', label, encrypted: isEncrypted(label, content) };
  if (label !== 'CERTIFICATE' && label !== 'X509 CERTIFICATE' && label !== 'TRUSTED CERTIFICATE')
    return { kind: 'other', label };
  try {
    return describeCertificate(new X509Certificate(block));
  } catch (error) {
    return { kind: 'malformed', label, message: (error as Error).message.slice(0, MAX_TEXT) };
  }
}

function isEncrypted(label: string, content: string): boolean {
  if (label.startsWith('ENCRYPTED') || /^Proc-Type: 4,ENCRYPTED/m.test(content)) return true;
  if (label !== 'OPENSSH PRIVATE KEY') return false;
  // openssh-key-v1, a zero, and the cipher's name with its length before it (PROTOCOL.key).
  const head = Buffer.from(content.slice(0, 64), 'base64');
  return head.toString('latin1', 0, 14) === 'openssh-key-v1' && head.toString('latin1', 19, 23) !== 'none';
}

function describeCertificate(certificate: X509Certificate): CertificateItem {
  return {
    kind: 'certificate',
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    validFrom: dateText(certificate.validFrom),
    validTo: dateText(certificate.validTo),
    altNames: altNames(certificate.subjectAltName),
    key: keyText(certificate),
    serial: certificate.serialNumber,
    fingerprint: certificate.fingerprint256,
    ca: certificate.ca,
    selfIssued: certificate.subject === certificate.issuer,
  };
}

/** Node puts one part of a name on a line. */
function nameText(lines: string | undefined): string {
  return (lines ?? '').split('\n').join(', ').slice(0, MAX_TEXT);
}

function dateText(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text.slice(0, 64) : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** `DNS:a, IP Address:1.2.3.4`; a name with a comma or a quote in it stands in quotes, as JSON. */
function altNames(text: string | undefined): readonly string[] {
  const parts = (text ?? '').match(/[^,"]*(?:"(?:[^"\\]|\\.)*")?[^,"]*/g) ?? [];
  return parts
    .map((part) => part.trim().slice(0, MAX_TEXT))
    .filter((part) => part !== '')
    .slice(0, MAX_ALT_NAMES);
}

/** Keys of unknown kinds throw. */
function keyText(certificate: X509Certificate): string | null {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    if (type === undefined) return null;
    const size = details?.modulusLength ?? details?.namedCurve;
    return size === undefined ? type : `${type} ${size}`;
  } catch {
    return null;
  }
}
