/** The sign of Rapport: two circles that meet, and the lens that they share. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0b5c4b" />
      <path d="M16 10.100a6.9 6.9 0 0 1 0 11.800a6.9 6.9 0 0 1 0-11.800z" fill="#ff8a5c" />
      <circle cx="12.4" cy="16" r="6.9" fill="none" stroke="#fff" strokeWidth="2.1" />
      <circle cx="19.6" cy="16" r="6.9" fill="none" stroke="#fff" strokeWidth="2.1" />
    </svg>
  )
}
