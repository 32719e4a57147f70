const address = /^https?:\/\/(?:[^/?#@\s]{0,253}@)?(?:www\.)?(\[[\da-f:.]{2,45}\]|[^/?#:@\s[\]]{1,253})/i
const foreign = /[^\0-\x7f]/

/**
 * The host of an address, by the one rule by which sites are told apart: lower case, without www., user, port and the dot
 * of a full name, a name in other letters as its ASCII form; '' for what is no address of the web. Linear.
 */
export function hostOf(url: string): string {
  const host = address.exec(url)?.[1]?.toLowerCase().replace(/\.$/, '') ?? ''
  return foreign.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host
}
