-- Workspaces, people and what they may do. Every secret (session, invitation, link, key) is kept as its SHA-256 alone.

CREATE TABLE workspaces (
  workspace_id uuid PRIMARY KEY,
  slug         text NOT NULL UNIQUE,
  name         text NOT NULL,
  settings     text NOT NULL,
  created_at   timestamptz NOT NULL,
  deleted_at   timestamptz,
  -- When the last module has erased what it held of a deleted workspace.
  erased_at    timestamptz
);

-- People are of the whole installation; what they are in a workspace is their membership.
CREATE TABLE users (
  user_id           uuid PRIMARY KEY,
  email             text NOT NULL UNIQUE,
  name              text NOT NULL,
  locale            text,
  password_hash     text,
  last_workspace_id uuid,
  created_at        timestamptz NOT NULL
);

CREATE TABLE memberships (
  workspace_id uuid NOT NULL REFERENCES workspaces,
  user_id      uuid NOT NULL REFERENCES users,
  role         text NOT NULL CHECK (role IN ('owner', 'admin', 'operator', 'analyst', 'agent', 'viewer')),
  joined_at    timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

CREATE TABLE sessions (
  session_id   uuid PRIMARY KEY,
  token_hash   text NOT NULL UNIQUE,
  user_id      uuid NOT NULL REFERENCES users,
  user_agent   text NOT NULL,
  address      text NOT NULL,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, last_seen_at DESC);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE invitations (
  workspace_id  uuid NOT NULL REFERENCES workspaces,
  invitation_id uuid NOT NULL,
  token_hash    text NOT NULL UNIQUE,
  email         text NOT NULL,
  role          text NOT NULL CHECK (role IN ('owner', 'admin', 'operator', 'analyst', 'agent', 'viewer')),
  invited_by    text NOT NULL,
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  accepted_at   timestamptz,
  PRIMARY KEY (workspace_id, invitation_id)
);
CREATE UNIQUE INDEX invitations_open_by_email ON invitations (workspace_id, email) WHERE accepted_at IS NULL;

-- Links that work once: the first login and a new password.
CREATE TABLE one_time_links (
  token_hash text PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('first_login', 'password_reset')),
  user_id    uuid REFERENCES users,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_links_by_user ON one_time_links (user_id);

CREATE TABLE access_keys (
  workspace_id uuid NOT NULL REFERENCES workspaces,
  key_id       uuid NOT NULL,
  key_hash     text NOT NULL UNIQUE,
  kind         text NOT NULL CHECK (kind IN ('api', 'write')),
  name         text NOT NULL,
  prefix       text NOT NULL,
  scopes       text[] NOT NULL,
  created_by   text NOT NULL,
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (workspace_id, key_id)
);

-- Append-only. Each entry holds the hash of the one before, so a changed or missing one shows.
-- `before` and `after` are text, not jsonb: the hash is over the very letters.
CREATE TABLE audit_entries (
  workspace_id uuid NOT NULL,
  sequence     bigint NOT NULL,
  at           timestamptz NOT NULL,
  actor_kind   text NOT NULL,
  actor_id     text NOT NULL,
  actor_name   text NOT NULL,
  action       text NOT NULL,
  object_kind  text NOT NULL,
  object_id    text NOT NULL,
  summary      text NOT NULL,
  before       text,
  after        text,
  prev_hash    text NOT NULL,
  hash         text NOT NULL,
  PRIMARY KEY (workspace_id, sequence)
);
CREATE INDEX audit_entries_by_object ON audit_entries (workspace_id, object_kind, object_id, sequence DESC);

-- The end of each workspace's chain; its row is the lock under which the chain grows.
CREATE TABLE audit_heads (
  workspace_id uuid PRIMARY KEY,
  sequence     bigint NOT NULL,
  hash         text NOT NULL
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log can only be added to'; END $$;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- The first answer to a request that must happen once. `workspace_id` is the nil UUID before the caller is in any.
CREATE TABLE idempotency_keys (
  workspace_id uuid NOT NULL,
  actor_id     text NOT NULL,
  key          text NOT NULL,
  fingerprint  text NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done')),
  status       integer,
  body         text,
  started_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, actor_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (started_at);
