-- Every version of a workspace's tracking plan. A version counts for entries of the journal past `effective_after`,
-- so that an attempt that is repeated judges each message by the same one.
CREATE TABLE tracking_plans (
  workspace_id    uuid NOT NULL,
  version         integer NOT NULL,
  plan            jsonb NOT NULL,
  changes         jsonb NOT NULL,
  note            text NOT NULL DEFAULT '',
  saved_at        timestamptz NOT NULL,
  saved_by        text NOT NULL,
  effective_after bigint NOT NULL,
  PRIMARY KEY (workspace_id, version)
);

-- Violations counted by day. The example is the last value found, cut short and with personal data masked.
CREATE TABLE plan_violations (
  workspace_id uuid NOT NULL,
  day          date NOT NULL,
  source       text NOT NULL,
  type         text NOT NULL,
  event        text NOT NULL,
  path         text NOT NULL,
  code         text NOT NULL,
  count        bigint NOT NULL,
  quarantined  bigint NOT NULL,
  expected     text NOT NULL,
  example      text NOT NULL,
  last_at      timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, source, type, event, path, code)
);
