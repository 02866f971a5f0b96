-- How far a workspace's demo shop is told. The seed and the end make the same messages again after a crash.
CREATE TABLE demo_loads (
  workspace_id uuid PRIMARY KEY,
  seed         text NOT NULL,
  ends_at      timestamptz NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  done         bigint NOT NULL,
  total        bigint NOT NULL,
  message      text NOT NULL DEFAULT ''
);
