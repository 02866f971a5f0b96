-- Message ids that count already. The key is a hash of workspace and message id.
CREATE TABLE seen_messages (
  workspace_id uuid NOT NULL,
  key          uuid PRIMARY KEY,
  position     bigint NOT NULL
);

CREATE TABLE quarantined_events (
  workspace_id uuid NOT NULL,
  id           uuid NOT NULL,
  position     bigint NOT NULL,
  source       text NOT NULL,
  reason       text NOT NULL,
  detail       text NOT NULL,
  message      text NOT NULL,
  received_at  timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
  settled_at   timestamptz,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX quarantined_events_by_time ON quarantined_events (workspace_id, state, received_at DESC, id);

-- The event catalogue: names, and the properties seen in each with their types.
CREATE TABLE event_names (
  workspace_id  uuid NOT NULL,
  type          text NOT NULL,
  name          text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  description   text NOT NULL DEFAULT '',
  PRIMARY KEY (workspace_id, type, name)
);
CREATE TABLE event_properties (
  workspace_id  uuid NOT NULL,
  event         text NOT NULL,
  path          text NOT NULL,
  types         text[] NOT NULL,
  example       text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, event, path)
);

-- Outcomes counted by day: nothing that is sent in disappears without a number.
CREATE TABLE ingest_outcomes (
  workspace_id uuid NOT NULL,
  day          date NOT NULL,
  source       text NOT NULL,
  outcome      text NOT NULL,
  reason       text NOT NULL,
  count        bigint NOT NULL,
  PRIMARY KEY (workspace_id, day, source, outcome, reason)
);
