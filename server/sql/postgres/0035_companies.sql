-- Companies and households, one row each: groups that people belong to. Its id is made of the sender's own id of the group.
-- `traits` {name: {value, source, at}} as text: the pipeline reads and writes them whole.
CREATE TABLE companies (
  workspace_id  uuid NOT NULL,
  company_id    uuid NOT NULL,
  group_id      text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('company', 'household')),
  name          text NOT NULL DEFAULT '',
  first_seen_at timestamptz NOT NULL,
  traits        text NOT NULL,
  version       bigint NOT NULL,
  PRIMARY KEY (workspace_id, company_id)
) WITH (fillfactor = 80);

-- Who belongs to which, by identity node: a merge brings memberships together and its undoing takes them apart again.
-- Who left stays as a row, so that an older message does not bring them back.
CREATE TABLE company_members (
  workspace_id uuid NOT NULL,
  company_id   uuid NOT NULL,
  node_id      uuid NOT NULL,
  is_member    boolean NOT NULL,
  at           timestamptz NOT NULL,
  source       text NOT NULL,
  version      bigint NOT NULL,
  PRIMARY KEY (workspace_id, company_id, node_id)
);
CREATE INDEX company_members_by_node ON company_members (workspace_id, node_id);

-- Proposed households that somebody said are none.
CREATE TABLE household_refusals (
  workspace_id  uuid NOT NULL,
  suggestion_id uuid NOT NULL,
  refused_by    text NOT NULL,
  refused_at    timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, suggestion_id)
);
