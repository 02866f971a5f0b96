import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useTexts } from '../../../lib/texts'
import { templateTexts } from '../texts'

/** Asks before changes that are not saved are left behind, also when the window is closed. */
export function useLeaveGuard(isChanged: boolean): void {
  const t = useTexts(templateTexts)
  const { modal } = App.useApp()
  useBlocker({
    disabled: !isChanged,
    enableBeforeUnload: isChanged,
    shouldBlockFn: () =>
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title: t('leaveTitle'),
          content: t('leaveHint'),
          okText: t('leave'),
          cancelText: t('stay'),
          okButtonProps: { danger: true },
          onOk: () => resolve(false),
          onCancel: () => resolve(true),
        })
      }),
  })
}
