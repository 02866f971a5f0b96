import type { Customer } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { App, AutoComplete, Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Icon, Tag, useProblemText } from '../../ui'
import styles from './customers.module.css'
import { traitValuesQuery, useSetTraits } from './queries'
import { customerTexts } from './texts'

/** The tags of a customer, for putting on and taking off. */
export function TagsEditor({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const set = useSetTraits(customer.id)
  const tags = tagsOf(customer)
  const keep = (next: readonly string[]) =>
    set.mutate({ tags: [...next] }, { onError: (error) => void message.error(problemText(error)) })
  const mayEdit = may('customers:write')
  return (
    <div className={styles.tags}>
      {tags.map((tag) => (
        <Tag
          key={tag}
          onRemove={mayEdit ? () => keep(tags.filter((other) => other !== tag)) : undefined}
          removeLabel={t('removeTag', { tag })}
        >
          {tag}
        </Tag>
      ))}
      {tags.length === 0 && <span className="r-muted">{t('noTags')}</span>}
      {mayEdit && (
        <AddTag isBusy={set.isPending} onAdd={(tag) => !tags.includes(tag) && keep([...tags, tag])} />
      )}
    </div>
  )
}

function AddTag({ onAdd, isBusy }: { readonly onAdd: (tag: string) => void; readonly isBusy: boolean }) {
  const t = useTexts(customerTexts)
  const [word, setWord] = useState<string | null>(null)
  const { data } = useQuery({ ...traitValuesQuery('tags'), enabled: word !== null })
  const add = (tag: string) => {
    setWord(null)
    if (tag.trim()) onAdd(tag.trim())
  }
  if (word === null) {
    return (
      <Button
        size="small"
        type="dashed"
        icon={<Icon name="plus" size={13} />}
        loading={isBusy}
        onClick={() => setWord('')}
      >
        {t('addTag')}
      </Button>
    )
  }
  return (
    <AutoComplete
      autoFocus
      size="small"
      style={{ width: 180 }}
      value={word}
      placeholder={t('newTag')}
      aria-label={t('newTag')}
      onChange={setWord}
      onSelect={add}
      onBlur={() => setWord(null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) add(word)
        if (event.key === 'Escape') setWord(null)
      }}
      options={(data?.items ?? []).map(({ value }) => ({ value }))}
    />
  )
}

function tagsOf(customer: Customer): string[] {
  const value = customer.traits.tags?.value
  return Array.isArray(value) ? value.map(String) : []
}
