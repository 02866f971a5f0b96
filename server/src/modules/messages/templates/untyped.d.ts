/** Packages that bring no types: only what is used. */
declare module 'mjml' {
  interface MjmlOptions {
    readonly validationLevel?: 'strict' | 'soft' | 'skip'
    readonly ignoreIncludes?: boolean
    readonly keepComments?: boolean
  }
  interface MjmlError {
    readonly line: number
    readonly message: string
    readonly tagName: string
  }
  export default function mjml2html(
    source: string,
    options?: MjmlOptions,
  ): Promise<{ html: string; errors: MjmlError[] }>
}

declare module 'html-to-text' {
  interface Selector {
    readonly selector: string
    readonly format?: string
    readonly options?: Readonly<Record<string, unknown>>
  }
  export function convert(
    html: string,
    options: { readonly wordwrap: false | number; readonly selectors: readonly Selector[] },
  ): string
}
