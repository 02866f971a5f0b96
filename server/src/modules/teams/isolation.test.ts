import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database, Queryable } from '../../platform/postgres'
import * as answers from './store-answers'
import * as auditStore from './store-audit'
import * as invitations from './store-invitations'
import * as keys from './store-keys'
import * as links from './store-links'
import * as members from './store-members'
import * as sessions from './store-sessions'
import * as users from './store-users'
import * as workspaces from './store-workspaces'
import { buildMember, buildTeams, onEachPostgres, unique, uniqueEmail } from './testing'

type Scene = Awaited<ReturnType<typeof setUp>>
type Look = (db: Queryable, workspaceId: string, scene: Scene) => Promise<unknown>

/** Every store function that reads or changes a workspace's rows, asked for the things of `scene.mine` by id. */
const looks: Record<string, Look> = {
  membersOf: (db, id, s) => members.membersOf(db, id).then((rows) => rows.filter(isOf(s.mine.id))),
  memberById: (db, id, s) => members.memberById(db, id, s.mine.id),
  isMemberEmail: (db, id, s) => members.isMemberEmail(db, id, s.mine.email).then((is) => is || undefined),
  countOwners: (db, id) => members.countOwners(db, id).then((n) => (n > 1 ? n : undefined)),
  setRole: (db, id, s) => members.setRole(db, id, s.mine.id, 'admin'),
  deleteMember: (db, id, s) => members.deleteMember(db, id, s.mine.id),
  callerBySession: (db, id, s) =>
    sessions.callerBySession(db, s.tokenHash, id, s.now).then((caller) => caller?.role ?? undefined),
  openInvitations: (db, id) => invitations.openInvitations(db, id),
  openInvitation: (db, id, s) => invitations.openInvitation(db, id, s.invitation.invitationId),
  markAccepted: (db, id, s) =>
    invitations.markAccepted(db, { ...s.invitation, workspaceId: id }, s.now).then((is) => is || undefined),
  deleteInvitation: (db, id, s) => invitations.deleteInvitation(db, id, s.invitation.invitationId),
  keysOf: (db, id) => keys.keysOf(db, id, null),
  keyById: (db, id, s) => keys.keyById(db, id, s.keyId),
  touchKey: (db, id, s) => keys.touchKey(db, id, s.keyId, s.now),
  markRevoked: (db, id, s) => keys.markRevoked(db, id, s.keyId, s.now),
  chainEnd: (db, id) =>
    auditStore.chainEnd(db, id).then((end) => (end && end.sequence > 2 ? end : undefined)),
  entriesAfter: (db, id) => auditStore.entriesAfter(db, id, 2, 10),
  findEntries: (db, id, s) => auditStore.findEntries(db, id, { objectId: s.keyId }, null, 10),
  findAnswer: (db, id, s) => answers.findAnswer(db, { ...s.answer, workspaceId: id }),
  storeAnswer: (db, id, s) =>
    answers.storeAnswer(db, { ...s.answer, workspaceId: id }, s.now, { status: 500, body: 'x' }),
  releaseAnswer: (db, id, s) => answers.releaseAnswer(db, { ...s.answer, workspaceId: id }, s.now),
  deleteMemberships: (db, id) => workspaces.deleteMemberships(db, id),
  deleteInvitations: (db, id) => workspaces.deleteInvitations(db, id),
  deleteKeys: (db, id) => workspaces.deleteKeys(db, id),
  deleteAnswers: (db, id) => workspaces.deleteAnswers(db, id),
  updateWorkspace: (db, id) =>
    workspaces.updateWorkspace(db, { workspaceId: id, slug: unique('other'), name: 'Other', settings: '{}' }),
  markErased: (db, id, s) => workspaces.markErased(db, id, s.now),
  markDeleted: (db, id, s) => workspaces.markDeleted(db, id, s.now),
}

/** Ask by a secret's hash, by account or for the whole installation, or only add rows; each says why in its docstring. */
const elsewhere = [
  ...Object.keys(users),
  ...Object.keys(links),
  'allWorkspaces appendEntry claimAnswer deleteExpiredSessions deleteOldAnswers deleteSession deleteSessionByToken',
  'deleteSessions insertKey insertMember insertSession insertWorkspace invitationByToken isSlugFree keyByHash',
  'lockChainEnd lockWorkspace membershipsOf moveChainEnd ownerlessWorkspaces sessionsOf touchSession',
  'unerasedWorkspaces upsertInvitation workspaceById',
].flatMap((names) => names.split(' '))

const isOf = (userId: string) => (row: { userId: string }) => row.userId === userId

async function setUp(db: Database) {
  const teams = buildTeams(db)
  const [mine, theirs] = [await buildMember(db), await buildMember(db)]
  await buildMember(db, 'owner', { workspaceId: mine.workspaceId })
  const { token } = await teams.parts.sessions.begin(mine.id, { address: '', userAgent: '' })
  const [session] = await teams.parts.sessions.list(mine.id, token)
  await teams.parts.invitations.invite(mine, uniqueEmail(), 'viewer')
  const [invitation] = await invitations.openInvitations(db, mine.workspaceId)
  const { key } = await teams.createKey(mine.workspaceId, {
    kind: 'write',
    name: 'x',
    scopes: [],
    expiresAt: null,
  })
  const answer = { workspaceId: mine.workspaceId, actorId: mine.id, key: unique('key') }
  const now = teams.clock.now()
  await answers.claimAnswer(db, answer, 'print', { now, keptAfter: new Date(0), staleBefore: new Date(0) })
  if (!invitation || !session) throw new Error('the scene is not set')
  return { mine, theirs, tokenHash: session.tokenHash, invitation, keyId: key.id, answer, now }
}

/** Every row of the workspace, as text. */
const rowsOf = (db: Queryable, workspaceId: string) =>
  Promise.all(
    [
      'workspaces',
      'memberships',
      'invitations',
      'access_keys',
      'audit_entries',
      'audit_heads',
      'idempotency_keys',
    ].map((table) =>
      db.query(`SELECT t::text AS row FROM ${table} t WHERE workspace_id = $1 ORDER BY row`, [workspaceId]),
    ),
  )

test('every store function is either tried from another workspace or explained', () => {
  const all = [answers, auditStore, invitations, keys, links, members, sessions, users, workspaces]
  expect(all.flatMap(Object.keys).sort()).toEqual([...Object.keys(looks), ...elsewhere].sort())
})

/** Asks inside a transaction that is taken back, so that one scene serves every function. */
async function tryOut(db: Database, look: Look, workspaceId: string, scene: Scene) {
  const outcome = { isSeen: false, isChanged: false }
  const takeBack = new Error('taken back')
  const trial = db.transaction(async (tx) => {
    const before = await rowsOf(tx, scene.mine.workspaceId)
    const seen = await look(tx, workspaceId, scene)
    outcome.isSeen = Array.isArray(seen) ? seen.length > 0 : seen !== undefined
    outcome.isChanged = !isDeepStrictEqual(await rowsOf(tx, scene.mine.workspaceId), before)
    throw takeBack
  })
  await expect(trial).rejects.toBe(takeBack)
  return outcome
}

onEachPostgres((db) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await setUp(db())
  })

  describe('from another workspace', () => {
    test.each(Object.entries(looks))('%s sees nothing and changes nothing', async (_, look) => {
      const outcome = await tryOut(db(), look, scene.theirs.workspaceId, scene)
      expect(outcome).toEqual({ isSeen: false, isChanged: false })
    })
  })

  describe('from its own workspace', () => {
    test.each(Object.entries(looks))('%s has an answer or an effect', async (_, look) => {
      const { isSeen, isChanged } = await tryOut(db(), look, scene.mine.workspaceId, scene)
      expect(isSeen || isChanged).toBe(true)
    })
  })
})
