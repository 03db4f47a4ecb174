import { parseDigest, type Digest } from './digest.ts';

/** An image name, resolved as Docker does (distribution/reference `regexp.go` and `normalize.go`). */
export interface Reference {
  /** Registry host, with a port where one is given: `docker.io`, `localhost:5000`. */
  readonly domain: string;
  /** Repository path below the domain: `library/ubuntu`. */
  readonly path: string;
  /** As written; null when absent. `canonicalName` fills in `latest`. */
  readonly tag: string | null;
  readonly digest: Digest | null;
}

const DEFAULT_DOMAIN = 'docker.io';
const OFFICIAL = 'library/';
const MAX_NAME_LENGTH = 255;
const DOMAIN_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][\w.-]{0,127}$/;
const IDENTIFIER = /^[a-f0-9]{64}$/;

/**
 * @param text `ubuntu`, `me/x:1`, `localhost:5000/x`, `name:tag@sha256:…`
 * @returns undefined when it is no image name by the grammar; 64 hex digits alone are an ID and no name
 */
export function parseReference(text: string): Reference | undefined {
  if (IDENTIFIER.test(text)) return undefined;
  const at = text.indexOf('@');
  const digest = at < 0 ? null : parseDigest(text.slice(at + 1));
  if (digest === undefined) return undefined;
  const named = at < 0 ? text : text.slice(0, at);

  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : null;
  if (tag !== null && !TAG.test(tag)) return undefined;

  const name = splitDomain(tagged ? named.slice(0, colon) : named);
  if (`${name.domain}/${name.path}`.length > MAX_NAME_LENGTH || !DOMAIN.test(name.domain)) return undefined;
  if (!name.path.split('/').every((component) => PATH_COMPONENT.test(component))) return undefined;
  return { ...name, tag, digest };
}

/** The first component is a host only when it looks like one; else Docker Hub is meant. */
function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isDomain = slash > 0 && (first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase());
  const written = isDomain ? first : DEFAULT_DOMAIN;
  const domain = written === 'index.docker.io' ? DEFAULT_DOMAIN : written;
  const path = isDomain ? name.slice(slash + 1) : name;
  return { domain, path: domain === DEFAULT_DOMAIN && !path.includes('/') ? OFFICIAL + path : path };
}

/**
 * The one spelling of a name: `docker.io/library/ubuntu:latest`. With a digest the digest decides and the tag is
 * dropped (normalize.go, ParseDockerRef); `latest` fills in only when there is neither.
 */
export function canonicalName(reference: Reference): string {
  const name = `${reference.domain}/${reference.path}`;
  return reference.digest === null ? `${name}:${reference.tag ?? 'latest'}` : `${name}@${reference.digest}`;
}

/** The spelling Docker shows: `ubuntu:latest`, `me/x:1`, `quay.io/a/b:1`. */
export function familiarName(reference: Reference): string {
  const repository = familiarRepository(reference);
  return reference.digest === null ? `${repository}:${reference.tag ?? 'latest'}` : `${repository}@${reference.digest}`;
}

/** A name without tag and digest, as Docker shows it: drops `docker.io/`, and `library/` before a single component. */
export function familiarRepository({ domain, path }: Pick<Reference, 'domain' | 'path'>): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  const rest = path.startsWith(OFFICIAL) ? path.slice(OFFICIAL.length) : path;
  return rest.includes('/') ? path : rest;
}
