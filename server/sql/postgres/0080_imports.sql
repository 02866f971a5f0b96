-- Uploaded files and what is done with them. Formats, mappings, progress and reports are JSON text, opaque here: they are
-- read and written whole.
CREATE TABLE imports (
  workspace_id      uuid NOT NULL,
  import_id         uuid NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('customers', 'orders', 'events')),
  state             text NOT NULL CHECK (state IN ('ready', 'queued', 'running', 'done', 'failed', 'cancelled')),
  file_name         text NOT NULL,
  file_bytes        bigint NOT NULL,
  file_digest       text NOT NULL,
  -- Files with the same header get the mapping that the last one was imported with.
  header_key        text NOT NULL,
  format            text NOT NULL,
  columns           text NOT NULL,
  options           text NOT NULL,
  rows_total        bigint NOT NULL,
  progress          text,
  report            text,
  failure           text,
  -- Batches of messages that are recorded, and a digest over them: where an interrupted import goes on.
  batches_done      bigint NOT NULL DEFAULT 0,
  batches_digest    text NOT NULL DEFAULT '',
  attempts          integer NOT NULL DEFAULT 0,
  is_cancelled      boolean NOT NULL DEFAULT false,
  lease_until       timestamptz,
  created_by        text NOT NULL,
  created_at        timestamptz NOT NULL,
  started_at        timestamptz,
  finished_at       timestamptz,
  PRIMARY KEY (workspace_id, import_id)
);
CREATE INDEX imports_by_time ON imports (workspace_id, created_at DESC, import_id DESC);
CREATE INDEX imports_by_header ON imports (workspace_id, header_key, finished_at DESC) WHERE state = 'done';
CREATE INDEX imports_waiting ON imports (created_at) WHERE state IN ('queued', 'running');
