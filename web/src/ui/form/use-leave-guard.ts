import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { defineTexts, useTexts } from '../../lib/texts'

const leaveTexts = defineTexts('leave-guard', {
  'zh-CN': {
    title: '离开而不保存？',
    hint: '这一页有未保存的修改，离开后会丢失。',
    leave: '不保存，离开',
    stay: '继续编辑',
  },
  en: {
    title: 'Leave without saving?',
    hint: 'This page has changes that are not saved. They will be lost.',
    leave: 'Leave',
    stay: 'Keep editing',
  },
})

/** Asks before changes that are not saved are left behind, also when the window is closed. */
export function useLeaveGuard(isChanged: boolean): void {
  const t = useTexts(leaveTexts)
  const { modal } = App.useApp()
  useBlocker({
    disabled: !isChanged,
    enableBeforeUnload: isChanged,
    shouldBlockFn: ({ current, next }) => {
      if (current.pathname === next.pathname) return false // a filter or a tab of the same page
      return new Promise<boolean>((resolve) => {
        modal.confirm({
          title: t('title'),
          content: t('hint'),
          okText: t('leave'),
          cancelText: t('stay'),
          okButtonProps: { danger: true },
          onOk: () => resolve(false),
          onCancel: () => resolve(true),
        })
      })
    },
  })
}
