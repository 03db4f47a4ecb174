import { createDataHandler } from './http.ts';
import type { HostFacts } from './context.ts';
import type { Log } from './log.ts';
import { createOpenSources } from './open-sources.ts';
import { createRecent } from './recent.ts';
import { createReviewed } from './reviewed.ts';
import { createSession } from './session.ts';
import { createDispatcher, type Wire } from './wire.ts';
import { removeOldUploads } from './upload.ts';
import type { Engine } from '../engine/opened.ts';

/** What a host mounts: the contract on any number of wires, and large bytes by `fetch`. */
export interface Api {
  /** Serves the contract on a wire until it closes. */
  connect(wire: Wire): void;
  /** Answers a request for `data/…`; who asks was checked by the host. */
  fetch(request: Request): Promise<Response>;
  /** Closes every file; the engine stays open for its owner to close. */
  close(): Promise<void>;
}

export interface ApiOptions {
  readonly engine: Engine;
  readonly host: HostFacts;
  readonly log: Log;
  /** How long files stay open for a window that may come back, in milliseconds. */
  readonly graceMs?: number;
}

/** Composes the api over one engine for one host. */
export function createApi({ engine, host, log, graceMs }: ApiOptions): Api {
  const sources = createOpenSources(engine, log, graceMs);
  const recent = createRecent(engine.dataDir, log);
  const reviewed = createReviewed(engine.dataDir, log);
  const dispatch = createDispatcher(log);
  // A host that opens dropped files in place has no use for uploads.
  const uploads = !host.capabilities.droppedPaths;
  if (uploads)
    recent
      .list()
      .then((list) => removeOldUploads(engine.dataDir, new Set(list.map((source) => source.path))))
      .catch((error: unknown) => log('old uploads could not be removed', error));
  return {
    connect(wire) {
      const session = createSession();
      wire.onClose(() => {
        session.close();
        sources.leave(session);
      });
      dispatch(wire, { engine, host, recent, reviewed, sources, session });
    },
    fetch: createDataHandler({ engine, sources, uploads, log }),
    close: () => sources.close(),
  };
}
