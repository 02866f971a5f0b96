import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Icon, QueryView, Section } from '../../../ui'
import { SettingsFrame } from '../settings-frame'
import { InvitationTable } from './invitation-table'
import { InviteDialog } from './invite-dialog'
import { LinkDialog, type MadeInvitation } from './link-dialog'
import { MemberTable } from './member-table'
import { memberTexts } from './texts'
import { useInvitations, useMembers } from './use-members'

/** Who is in the workspace, who is invited, and the way to invite more. */
export function MembersPage() {
  const t = useTexts(memberTexts)
  const may = useMay()
  const members = useMembers()
  const invitations = useInvitations()
  const [isInviting, setInviting] = useState(false)
  const [made, setMade] = useState<MadeInvitation | null>(null)
  const show = (invitation: MadeInvitation) => {
    setInviting(false)
    setMade(invitation)
  }
  const invite = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
      {t('invite')}
    </Button>
  )
  return (
    <SettingsFrame lead={t('lead')} actions={may('members:write') && invite}>
      <QueryView query={members} rows={4}>
        {({ items }) => <MemberTable members={items} />}
      </QueryView>
      <QueryView query={invitations} rows={2}>
        {({ items }) =>
          items.length > 0 && (
            <Section title={t('invitations')}>
              <InvitationTable invitations={items} onLink={show} />
            </Section>
          )
        }
      </QueryView>
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} onMade={show} />
      <LinkDialog made={made} onClose={() => setMade(null)} />
    </SettingsFrame>
  )
}
