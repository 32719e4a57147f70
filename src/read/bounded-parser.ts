import { Parser, type ParserOptions } from 'htmlparser2'

type Handler = NonNullable<ConstructorParameters<typeof Parser>[0]>

/**
 * A parser of HTML or XML whose elements do not nest while `deep()`: they are then closed as soon as they are opened.
 * The parser's own stack costs its length for each element, so without a bound a million open tags would take hours.
 */
export class BoundedParser extends Parser {
  private readonly deep: () => boolean
  /** It stands within a tag; at the end of a document, one that nothing closed. */
  inTag = false

  constructor(handler: Handler, options: ParserOptions, deep: () => boolean) {
    super(handler, options)
    this.deep = deep
  }

  protected override isVoidElement(name: string): boolean {
    return super.isVoidElement(name) || this.deep()
  }

  override onopentagname(start: number, end: number): void {
    this.inTag = true
    super.onopentagname(start, end)
  }

  override onopentagend(end: number): void {
    this.inTag = false
    super.onopentagend(end)
  }

  override onselfclosingtag(end: number): void {
    this.inTag = false
    super.onselfclosingtag(end)
  }
}
