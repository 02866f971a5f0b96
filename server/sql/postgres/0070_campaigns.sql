-- Campaigns: what was planned, who launched it, and how far its launch has come. What it did is in the events.
CREATE TABLE campaigns (
  workspace_id     uuid NOT NULL,
  campaign_id      uuid NOT NULL,
  name             text NOT NULL,
  state            text NOT NULL CHECK (state IN ('draft', 'scheduled', 'launching', 'sending', 'paused', 'done', 'cancelled')),
  state_reason     text,
  -- JSON as text: read and written whole
  audience         text,
  audience_name    text NOT NULL DEFAULT '',
  template_id      uuid,
  template_name    text NOT NULL DEFAULT '',
  template_version integer,
  schedule         text NOT NULL,
  starts_at        timestamptz,
  holdout_share    double precision NOT NULL CHECK (holdout_share >= 0 AND holdout_share <= 0.5),
  holdout_reason   text NOT NULL,
  conversion_event text NOT NULL,
  window_days      integer NOT NULL,
  pre_period_days  integer NOT NULL,
  is_ours          boolean NOT NULL DEFAULT true,
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  created_by       text NOT NULL,
  updated_at       timestamptz NOT NULL,
  -- The moment at which the audience is taken and everybody is assigned; fixed when launching begins.
  launched_at      timestamptz,
  launched_by      text NOT NULL DEFAULT '',
  finished_at      timestamptz,
  -- The rule as it was when launching began: a segment edited meanwhile does not change who is in.
  launch_rule      text,
  -- Launching goes through the audience twice, by profile id: first to assign everybody, then to tell and to queue.
  launch_phase     text NOT NULL DEFAULT 'assign' CHECK (launch_phase IN ('assign', 'queue', 'done')),
  launch_cursor    uuid,
  PRIMARY KEY (workspace_id, campaign_id)
);
CREATE INDEX campaigns_by_creation ON campaigns (workspace_id, created_at DESC, campaign_id DESC);
CREATE INDEX campaigns_due ON campaigns (starts_at) WHERE state = 'scheduled';
CREATE INDEX campaigns_under_way ON campaigns (state) WHERE state IN ('launching', 'sending');

-- Who was assigned to what when the campaign was launched, by the profile of that day. A row never changes.
CREATE TABLE campaign_members (
  workspace_id uuid NOT NULL,
  campaign_id  uuid NOT NULL,
  profile_id   uuid NOT NULL,
  arm          text NOT NULL CHECK (arm IN ('treated', 'holdout')),
  PRIMARY KEY (workspace_id, campaign_id, profile_id)
);
CREATE INDEX campaign_members_by_profile ON campaign_members (workspace_id, profile_id);
