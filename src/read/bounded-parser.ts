import { Parser, type ParserOptions } from 'htmlparser2'

type Handler = NonNullable<ConstructorParameters<typeof Parser>[0]>

/**
 * A parser of XML whose elements do not nest while `deep()`: they are then closed as soon as they are opened.
 * The parser's own stack costs its length for each element, so without a bound a million open tags would take hours.
 */
export class BoundedParser extends Parser {
  private readonly deep: () => boolean

  constructor(handler: Handler, options: ParserOptions, deep: () => boolean) {
    super(handler, options)
    this.deep = deep
  }

  protected override isVoidElement(name: string): boolean {
    return super.isVoidElement(name) || this.deep()
  }
}
