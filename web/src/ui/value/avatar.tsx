import styles from './value.module.css'

const hues = [165, 25, 230, 45, 320, 195, 80, 280]

/** A person's sign: one or two letters on a colour that stays theirs. Decorative; the name stands beside it. */
export function Avatar({
  name,
  seed,
  size = 32,
}: {
  readonly name: string
  readonly seed: string
  readonly size?: number
}) {
  const hue = hues[hash(seed) % hues.length] ?? 165
  return (
    <span
      className={styles.avatar}
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        fontSize: size * 0.4,
        background: `light-dark(oklch(0.93 0.045 ${hue}), oklch(0.34 0.06 ${hue}))`,
        color: `light-dark(oklch(0.4 0.1 ${hue}), oklch(0.9 0.07 ${hue}))`,
      }}
    >
      {initialsOf(name)}
    </span>
  )
}

/** 王小明 → 小明's last character pair is how Chinese avatars read; Latin names give first letters. */
function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '') return '·'
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed].slice(-2).join('')
  const words = trimmed.split(/[\s._@-]+/).filter(Boolean)
  return [words[0], words[1]]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7)
}
