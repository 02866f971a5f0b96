/** Who figures by identity node belong to: goes behind a subquery named `node`; the statement has `workspaceId`. */
export const ownerJoin = `LEFT ANY JOIN (
    SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}
  ) AS alias ON alias.node_id = node.node_id`

/** The profile of today, behind that join. */
export const ownerId = 'if(empty(alias.profile_id), node.node_id, alias.profile_id)'
