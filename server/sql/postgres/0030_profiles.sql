-- One row a profile. `traits` {name: {value, source, at}}; `state` is what computed traits are kept up to date from.
-- Both are text: the pipeline reads and writes them whole, and questions over everybody go to ClickHouse.
CREATE TABLE profiles (
  workspace_id  uuid NOT NULL,
  profile_id    uuid NOT NULL,
  merged_into   uuid,
  first_seen_at timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  name          text NOT NULL DEFAULT '',
  traits        text NOT NULL,
  state         text NOT NULL,
  version       bigint NOT NULL,
  -- when time alone changes a computed trait next (a window's edge, a life-cycle stage)
  next_change_at timestamptz,
  PRIMARY KEY (workspace_id, profile_id)
) WITH (fillfactor = 80);
CREATE INDEX profiles_by_name ON profiles (workspace_id, lower(name) text_pattern_ops) WHERE merged_into IS NULL;
CREATE INDEX profiles_due ON profiles (next_change_at) WHERE merged_into IS NULL AND next_change_at IS NOT NULL;
CREATE INDEX profiles_merged ON profiles (workspace_id, merged_into) WHERE merged_into IS NOT NULL;

-- Which node an identifier points to. The node never changes; which profile the node belongs to may.
CREATE TABLE identifiers (
  workspace_id  uuid NOT NULL,
  kind          text NOT NULL,
  value         text NOT NULL,
  node_id       uuid NOT NULL,
  profile_id    uuid NOT NULL,
  first_seen_at timestamptz NOT NULL,
  source        text NOT NULL,
  PRIMARY KEY (workspace_id, kind, value)
);
CREATE INDEX identifiers_by_profile ON identifiers (workspace_id, profile_id);
-- for the search box; nobody types an anonymous id but whole, and the primary key finds that
CREATE INDEX identifiers_by_value ON identifiers (workspace_id, lower(value) text_pattern_ops) WHERE kind <> 'anonymous_id';

-- Every merge with what was on each side, so that it can be undone.
CREATE TABLE profile_merges (
  workspace_id uuid NOT NULL,
  merge_id     uuid NOT NULL,
  survivor_id  uuid NOT NULL,
  absorbed_id  uuid NOT NULL,
  nodes        uuid[] NOT NULL,
  cause        text NOT NULL,
  merged_at    timestamptz NOT NULL,
  undone_at    timestamptz,
  absorbed     text NOT NULL,
  survivor     text NOT NULL,
  PRIMARY KEY (workspace_id, merge_id)
);
CREATE INDEX profile_merges_by_survivor ON profile_merges (workspace_id, survivor_id);

-- Pairs that may be the same person, for a human to decide.
CREATE TABLE duplicate_candidates (
  workspace_id uuid NOT NULL,
  left_id      uuid NOT NULL,
  right_id     uuid NOT NULL,
  score        real NOT NULL,
  reasons      text NOT NULL,
  found_at     timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'merged', 'distinct')),
  decided_by   text,
  decided_at   timestamptz,
  PRIMARY KEY (workspace_id, left_id, right_id)
);
