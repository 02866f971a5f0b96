-- A search for people who are like a segment. `input` is what was asked, `result` what came of it, null until it is done;
-- who is how much alike is in ClickHouse.
CREATE TABLE lookalikes (
  workspace_id uuid NOT NULL,
  lookalike_id uuid NOT NULL,
  name         text NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  seed_name    text NOT NULL,
  input        text NOT NULL,
  result       text,
  people       bigint,
  area         double precision,
  done         integer NOT NULL DEFAULT 0,
  problem      text,
  started_at   timestamptz NOT NULL,
  started_by   text NOT NULL,
  finished_at  timestamptz,
  PRIMARY KEY (workspace_id, lookalike_id)
);
CREATE INDEX lookalikes_by_time ON lookalikes (workspace_id, started_at DESC, lookalike_id);
CREATE UNIQUE INDEX lookalikes_one_at_a_time ON lookalikes (workspace_id) WHERE state = 'running';
