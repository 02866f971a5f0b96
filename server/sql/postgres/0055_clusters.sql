-- An analysis that puts people into clusters. `input` is what was asked, `result` what came of it, null until it is
-- done; who is in which cluster is in ClickHouse. `names` are those that people gave to clusters.
CREATE TABLE cluster_analyses (
  workspace_id uuid NOT NULL,
  analysis_id  uuid NOT NULL,
  name         text NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  input        text NOT NULL,
  result       text,
  names        text NOT NULL DEFAULT '{}',
  people       bigint,
  clusters     integer,
  done         integer NOT NULL DEFAULT 0,
  problem      text,
  started_at   timestamptz NOT NULL,
  started_by   text NOT NULL,
  finished_at  timestamptz,
  PRIMARY KEY (workspace_id, analysis_id)
);
CREATE INDEX cluster_analyses_by_time ON cluster_analyses (workspace_id, started_at DESC, analysis_id);
CREATE UNIQUE INDEX cluster_analyses_one_at_a_time ON cluster_analyses (workspace_id) WHERE state = 'running';
