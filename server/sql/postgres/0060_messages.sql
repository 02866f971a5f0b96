-- Templates. Content is JSON; a version that was used never changes, the newest unused one is edited in place.
CREATE TABLE templates (
  workspace_id   uuid NOT NULL,
  template_id    uuid NOT NULL,
  name           text NOT NULL,
  latest_version integer NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  updated_by     text NOT NULL,
  archived_at    timestamptz,
  PRIMARY KEY (workspace_id, template_id)
);
CREATE INDEX templates_by_change ON templates (workspace_id, updated_at DESC, template_id DESC) WHERE archived_at IS NULL;

-- `compiled` is what is rendered per person: laid out once, when the version was saved.
CREATE TABLE template_versions (
  workspace_id uuid NOT NULL,
  template_id  uuid NOT NULL,
  version      integer NOT NULL,
  content      text NOT NULL,
  compiled     text NOT NULL,
  created_at   timestamptz NOT NULL,
  used_at      timestamptz,
  PRIMARY KEY (workspace_id, template_id, version)
);

-- How a workspace sends e-mail. `secrets` is encrypted. Trouble: why nothing can be sent now, and when to try again.
CREATE TABLE email_channels (
  workspace_id   uuid PRIMARY KEY,
  settings       text NOT NULL,
  secrets        text NOT NULL,
  version        integer NOT NULL,
  updated_at     timestamptz NOT NULL,
  trouble        text,
  trouble_answer text NOT NULL DEFAULT '',
  trouble_since  timestamptz,
  trouble_count  integer NOT NULL DEFAULT 0,
  retry_at       timestamptz
);

-- Addresses that are not written to. The key is a hash of the address, so it outlives the erasure of the address itself.
CREATE TABLE suppressions (
  workspace_id uuid NOT NULL,
  address_key  text NOT NULL,
  address      text NOT NULL,
  reason       text NOT NULL CHECK (reason IN ('unsubscribed', 'bounced', 'complained', 'manual')),
  detail       text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, address_key)
);
CREATE INDEX suppressions_by_time ON suppressions (workspace_id, at DESC, address_key);

-- One row for each campaign that sends: whether it may, and whether anything is left to do.
CREATE TABLE sends (
  workspace_id uuid NOT NULL,
  campaign_id  uuid NOT NULL,
  name         text NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'paused', 'cancelled')),
  has_work     boolean NOT NULL,
  priority     smallint NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, campaign_id)
);
CREATE INDEX sends_with_work ON sends (workspace_id) WHERE has_work;

-- One row for each message to one person, made before it is sent. `message_id` is its name for ever: the Message-ID.
CREATE TABLE deliveries (
  workspace_id     uuid NOT NULL,
  delivery_id      uuid NOT NULL,
  seq              bigint GENERATED ALWAYS AS IDENTITY,
  campaign_id      uuid NOT NULL,
  profile_id       uuid NOT NULL,
  channel          text NOT NULL DEFAULT 'email',
  kind             text NOT NULL CHECK (kind IN ('marketing', 'transactional')),
  template_id      uuid NOT NULL,
  template_version integer NOT NULL,
  state            text NOT NULL CHECK (state IN ('pending', 'held', 'sending', 'sent', 'skipped', 'failed', 'uncertain', 'cancelled')),
  reason           text,
  attempts         integer NOT NULL DEFAULT 0,
  address          text NOT NULL DEFAULT '',
  message_id       text,
  not_before       timestamptz,
  expires_at       timestamptz,
  queued_at        timestamptz NOT NULL,
  -- When it was last handed to the mail server, and when its present state was reached.
  sending_at       timestamptz,
  settled_at       timestamptz,
  answer           text NOT NULL DEFAULT '',
  PRIMARY KEY (workspace_id, delivery_id)
);
CREATE INDEX deliveries_by_campaign ON deliveries (workspace_id, campaign_id, state, seq);
CREATE INDEX deliveries_by_profile ON deliveries (workspace_id, profile_id, seq);
CREATE INDEX deliveries_held ON deliveries (workspace_id, not_before) WHERE state = 'held';
CREATE INDEX deliveries_sending ON deliveries (workspace_id) WHERE state = 'sending';

-- Which process sends for a workspace. Whoever takes a lease over finds rows in 'sending' that nobody else can be sending.
CREATE TABLE sender_leases (
  workspace_id uuid PRIMARY KEY,
  holder       uuid NOT NULL,
  until        timestamptz NOT NULL
);

-- Facts to be told to the journal, written in the transaction that made them true. `body` is a JSON array of messages.
CREATE TABLE message_outbox (
  position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  body         text NOT NULL
);
