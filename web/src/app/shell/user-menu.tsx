import { teamsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { call } from '../../lib/api'
import { changeLocale, type Locale, localeNames, locales } from '../../lib/i18n'
import { adoptSession, forgetSession, useSession } from '../../lib/session'
import { useLocale, useNamed, useTexts } from '../../lib/texts'
import { Avatar, Icon, themeChoices, useThemeChoice } from '../../ui'
import { appTexts } from '../texts'
import styles from './shell.module.css'

const themeIcons = { light: 'sun', dark: 'moon', system: 'system' } as const

/** Who is signed in; opens language, appearance, account and the way out. */
export function UserMenu() {
  const t = useTexts(appTexts)
  const named = useNamed(appTexts)
  const { me, workspace } = useSession()
  const items = useMenuItems()
  return (
    <Dropdown menu={items} trigger={['click']} placement="topLeft">
      <button type="button" className={styles.person} aria-label={`${t('account')}: ${me.user.name}`}>
        <Avatar name={me.user.name} seed={me.user.id} size={32} />
        <span className={styles.workspaceName}>
          <b>{me.user.name}</b>
          <small>{workspace ? named('role', workspace.role) : me.user.email}</small>
        </span>
        <Icon name="more" size={16} className={styles.caret} />
      </button>
    </Dropdown>
  )
}

function useMenuItems(): MenuProps {
  const t = useTexts(appTexts)
  const locale = useLocale()
  const { choice, choose } = useThemeChoice()
  const client = useQueryClient()
  const navigate = useNavigate()

  const speak = async (next: Locale) => {
    await changeLocale(next)
    adoptSession(client, await call(teamsApi.updateMe, { body: { locale: next } }))
  }
  const signOut = async () => {
    await call(teamsApi.logout)
    forgetSession(client)
    await navigate({ to: '/login' })
  }
  return {
    selectedKeys: [`locale.${locale}`, `theme.${choice}`],
    items: [
      {
        type: 'group',
        label: t('language'),
        children: locales.map((key) => ({
          key: `locale.${key}`,
          label: localeNames[key],
          onClick: () => void speak(key),
        })),
      },
      {
        type: 'group',
        label: t('theme'),
        children: themeChoices.map((key) => ({
          key: `theme.${key}`,
          label: t(`theme.${key}`),
          icon: <Icon name={themeIcons[key]} size={16} />,
          onClick: () => choose(key),
        })),
      },
      { type: 'divider' },
      {
        key: 'account',
        label: t('account'),
        icon: <Icon name="user" size={16} />,
        onClick: () => void navigate({ to: '/settings/account' as never }),
      },
      { key: 'docs', label: <a href="/api/docs">{t('apiDocs')}</a>, icon: <Icon name="code" size={16} /> },
      {
        key: 'out',
        label: t('signOut'),
        icon: <Icon name="logout" size={16} />,
        onClick: () => void signOut(),
      },
    ],
  }
}
