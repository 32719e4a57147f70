declare module 'arabic-reshaper' {
  const reshaper: { convertArabic(text: string): string }
  export default reshaper
}
declare module 'bidi-js' {
  interface Bidi {
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl'): unknown
    getReorderedString(text: string, levels: unknown): string
  }
  export default function bidiFactory(): Bidi
}
