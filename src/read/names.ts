import type { PageField } from './types.js'

export type Values = Readonly<Record<string, unknown>>

/** Names under which exports have the fields of a page; the first one that says something wins. */
export const fieldNames = {
  id: ['id', 'url', 'uri', 'link', 'postId'],
  title: ['title', 'headline'],
  text: ['text', 'content', 'body', 'full_text'],
  html: ['html', 'raw_html'],
  tags: ['tags', 'keywords'],
  url: ['url', 'uri', 'link'],
  date: ['date', 'published', 'datePublished', 'date_published', 'published_at', 'pubDate', 'created_at'],
  site: ['site', 'sitename', 'site_name', 'source'],
  section: ['section', 'category', 'categories', 'articleSection'],
} as const satisfies Record<PageField, readonly string[]> as Readonly<Record<PageField, readonly string[]>>
