-- A segment is a rule with a name. Who is in it is a question to ClickHouse; `people` is the last answer.
CREATE TABLE segments (
  workspace_id uuid NOT NULL,
  segment_id   uuid NOT NULL,
  name         text NOT NULL,
  description  text NOT NULL,
  rule         text NOT NULL,
  version      integer NOT NULL,
  ready_made   text,
  people       bigint,
  counted_at   timestamptz,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL,
  updated_by   text NOT NULL,
  archived_at  timestamptz,
  PRIMARY KEY (workspace_id, segment_id)
);
CREATE UNIQUE INDEX segments_by_name ON segments (workspace_id, lower(name)) WHERE archived_at IS NULL;

CREATE TABLE rfm_configs (
  workspace_id uuid PRIMARY KEY,
  config       text NOT NULL,
  updated_at   timestamptz NOT NULL,
  updated_by   text NOT NULL
);

-- Every scoring of all customers. `summary` is what the page shows of it, null until it is done.
CREATE TABLE rfm_runs (
  workspace_id  uuid NOT NULL,
  run_id        uuid NOT NULL,
  state         text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  as_of         date NOT NULL,
  writes_traits boolean NOT NULL,
  config        text NOT NULL,
  summary       text,
  people        bigint NOT NULL DEFAULT 0,
  changed       bigint NOT NULL DEFAULT 0,
  done          bigint NOT NULL DEFAULT 0,
  total         bigint NOT NULL DEFAULT 0,
  problem       text,
  started_at    timestamptz NOT NULL,
  started_by    text NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (workspace_id, run_id)
);
CREATE INDEX rfm_runs_by_time ON rfm_runs (workspace_id, started_at DESC, run_id);
CREATE UNIQUE INDEX rfm_runs_one_at_a_time ON rfm_runs (workspace_id) WHERE state = 'running';
