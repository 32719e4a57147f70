/**
 * Merging the terms of a WordPress site: of each tag's spellings that the site has, one term stays (the canonical one, where
 * there is one), gets the posts of the others and the canonical name, and keeps their slugs as `_wusum_old_slug`, as
 * WordPress itself keeps those of posts.
 */
import type { CanonicalTag } from '../core/types.js'

/** Characters that a name of a term has room for. */
const LONGEST = 200

/** Whether WordPress could have it as a name: it takes control characters out. */
const mayBeName = (text: string): boolean =>
  !/\p{Cc}/u.test(text) && Array.from(text).length <= LONGEST && Buffer.from(text).toString() === text

/** As WordPress stores a name. */
const stored = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** The spellings of each tag that has several, the canonical one first, then the more frequent ones. */
function* clusters(tags: Iterable<CanonicalTag>): Generator<readonly string[]> {
  for (const { tag, variants } of tags) {
    if (!mayBeName(stored(tag))) continue
    const others = variants.map(({ surface }) => surface).filter((surface) => mayBeName(stored(surface)))
    if (others.length > 0) yield [tag, ...others]
  }
}

/** Spellings in one statement. */
const ROWS = 500

/** A string of standard SQL, which MariaDB and MySQL read when backslashes are nothing special. */
const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

const SQL_HEAD = `-- wusum tags: merges the spellings of tags (taxonomy post_tag) in a WordPress database.
-- Runs in MariaDB, MySQL and SQLite. Make a backup first; tables are named wp_…, change that where yours are not.
-- Afterwards: wp cache flush. docs/EXPORTS.md has a plugin of some lines that redirects the old slugs.
/*!40101 SET NAMES utf8mb4 */;
/*!40101 SET @wusum_mode = @@SESSION.sql_mode, SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES' */;
DROP TABLE IF EXISTS wusum_spellings;
DROP TABLE IF EXISTS wusum_terms;
DROP TABLE IF EXISTS wusum_kept;
DROP TABLE IF EXISTS wusum_merges;
CREATE TABLE wusum_spellings (cluster INT NOT NULL, place INT NOT NULL, spelling VARCHAR(200) NOT NULL) /*!40101 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin */;
CREATE TABLE wusum_terms (cluster INT NOT NULL, place INT NOT NULL, term BIGINT NOT NULL, tt BIGINT NOT NULL);
CREATE TABLE wusum_kept (cluster INT NOT NULL, place INT NOT NULL, term BIGINT NOT NULL, tt BIGINT NOT NULL);
CREATE TABLE wusum_merges (old_term BIGINT NOT NULL, old_tt BIGINT NOT NULL, new_term BIGINT NOT NULL, new_tt BIGINT NOT NULL);
CREATE INDEX wusum_spellings_spelling ON wusum_spellings (spelling);
CREATE INDEX wusum_spellings_cluster ON wusum_spellings (cluster);
CREATE INDEX wusum_terms_cluster ON wusum_terms (cluster);
CREATE INDEX wusum_kept_cluster ON wusum_kept (cluster);
CREATE INDEX wusum_kept_term ON wusum_kept (term);
CREATE INDEX wusum_merges_old_tt ON wusum_merges (old_tt);
CREATE INDEX wusum_merges_old_term ON wusum_merges (old_term);

-- The spellings of each tag, in the order in which a term is chosen to stay: 0 is the name it gets.
`

const SQL_TAIL = `
BEGIN;
-- The terms there are.
INSERT INTO wusum_terms (cluster, place, term, tt)
  SELECT s.cluster, s.place, t.term_id, x.term_taxonomy_id
  FROM wusum_spellings s
  JOIN wp_terms t ON s.spelling = t.name
  JOIN wp_term_taxonomy x ON x.term_id = t.term_id AND x.taxonomy = 'post_tag';
INSERT INTO wusum_kept (cluster, place, term, tt)
  SELECT k.cluster, k.place, k.term, k.tt FROM wusum_terms k
  WHERE NOT EXISTS (
    SELECT 1 FROM wusum_terms b
    WHERE b.cluster = k.cluster AND (b.place < k.place OR (b.place = k.place AND b.term < k.term)));
INSERT INTO wusum_merges (old_term, old_tt, new_term, new_tt)
  SELECT o.term, o.tt, k.term, k.tt FROM wusum_terms o JOIN wusum_kept k ON k.cluster = o.cluster WHERE o.term <> k.term;

-- Posts keep their tags.
INSERT INTO wp_term_relationships (object_id, term_taxonomy_id, term_order)
  SELECT DISTINCT r.object_id, m.new_tt, 0
  FROM wp_term_relationships r
  JOIN wusum_merges m ON m.old_tt = r.term_taxonomy_id
  WHERE NOT EXISTS (
    SELECT 1 FROM wp_term_relationships h WHERE h.object_id = r.object_id AND h.term_taxonomy_id = m.new_tt);
DELETE FROM wp_term_relationships WHERE term_taxonomy_id IN (SELECT old_tt FROM wusum_merges);

-- Slugs are kept, for redirects.
UPDATE wp_termmeta SET term_id = (SELECT m.new_term FROM wusum_merges m WHERE m.old_term = wp_termmeta.term_id)
  WHERE meta_key = '_wusum_old_slug' AND term_id IN (SELECT old_term FROM wusum_merges);
INSERT INTO wp_termmeta (term_id, meta_key, meta_value)
  SELECT m.new_term, '_wusum_old_slug', t.slug FROM wusum_merges m JOIN wp_terms t ON t.term_id = m.old_term;

-- Old terms go, unless another taxonomy has them.
DELETE FROM wp_term_taxonomy WHERE term_taxonomy_id IN (SELECT old_tt FROM wusum_merges);
DELETE FROM wp_termmeta
  WHERE term_id IN (SELECT old_term FROM wusum_merges)
  AND NOT EXISTS (SELECT 1 FROM wp_term_taxonomy x WHERE x.term_id = wp_termmeta.term_id);
DELETE FROM wp_terms
  WHERE term_id IN (SELECT old_term FROM wusum_merges)
  AND NOT EXISTS (SELECT 1 FROM wp_term_taxonomy x WHERE x.term_id = wp_terms.term_id);

-- What stays is spelled canonically, and counted.
UPDATE wp_terms SET name = (
    SELECT s.spelling FROM wusum_kept k JOIN wusum_spellings s ON s.cluster = k.cluster AND s.place = 0
    WHERE k.term = wp_terms.term_id)
  WHERE term_id IN (SELECT term FROM wusum_kept WHERE place > 0);
UPDATE wp_term_taxonomy SET count = (
    SELECT COUNT(*) FROM wp_term_relationships r JOIN wp_posts p ON p.ID = r.object_id
    WHERE r.term_taxonomy_id = wp_term_taxonomy.term_taxonomy_id AND p.post_status = 'publish')
  WHERE term_taxonomy_id IN (SELECT new_tt FROM wusum_merges);
COMMIT;

DROP TABLE wusum_spellings;
DROP TABLE wusum_terms;
DROP TABLE wusum_kept;
DROP TABLE wusum_merges;
/*!40101 SET SESSION sql_mode = @wusum_mode */;
`

/** SQL that merges the terms within the database, in one transaction. */
export function* wordPressSql(tags: Iterable<CanonicalTag>): Generator<string> {
  yield SQL_HEAD
  let rows: string[] = []
  const statement = () => `INSERT INTO wusum_spellings (cluster, place, spelling) VALUES\n${rows.join(',\n')};\n`
  /** What is stored of one spelling may be what another is as it stands: the first has it. */
  const seen = new Set<string>()
  let cluster = 0
  for (const [tag, ...variants] of clusters(tags)) {
    if (seen.has(stored(tag!))) continue
    cluster++
    const names = [stored(tag!), tag!, ...variants.flatMap((variant) => [stored(variant), variant])]
    for (const [place, name] of names.entries()) {
      if (seen.has(name)) continue
      seen.add(name)
      rows.push(`(${cluster}, ${place}, ${sqlText(name)})`)
    }
    if (rows.length < ROWS) continue
    yield statement()
    rows = []
  }
  if (rows.length > 0) yield statement()
  yield SQL_TAIL
}

const phpText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

const SHELL_HEAD = `#!/bin/sh
# wusum tags: merges the spellings of tags of a WordPress site, by wp-cli (https://wp-cli.org). Make a backup first.
#   sh merge.sh                              in the site's folder; what is given goes to wp, such as --path=/var/www/site
#   WUSUM_DRY_RUN=1 sh merge.sh              only tells what it would do
# docs/EXPORTS.md has a plugin of some lines that redirects the old slugs.
exec wp eval-file - "$@" <<'WUSUM_PHP'
<?php
$taxonomy = 'post_tag';
// The spellings of each tag: the first is the name that it gets.
$tags = [
`

const SHELL_TAIL = `];

global $wpdb;
$dry = (bool) getenv('WUSUM_DRY_RUN');
$terms = [];
foreach ($wpdb->get_results($wpdb->prepare(
    "SELECT t.term_id, t.name, t.slug FROM $wpdb->terms t
     JOIN $wpdb->term_taxonomy x ON x.term_id = t.term_id WHERE x.taxonomy = %s ORDER BY t.term_id", $taxonomy)) as $term) {
    $term->name = wp_specialchars_decode($term->name);
    $terms[$term->name][] = $term;
}
wp_defer_term_counting(true);
$gone = 0;
foreach ($tags as $spellings) {
    $found = [];
    foreach ($spellings as $spelling) array_push($found, ...($terms[$spelling] ?? []));
    if (!$found) continue;
    $kept = array_shift($found);
    $id = (int) $kept->term_id;
    foreach ($found as $old) {
        $posts = get_objects_in_term((int) $old->term_id, $taxonomy);
        echo "$old->name -> $spellings[0] (", count($posts), " posts)\\n";
        $gone++;
        if ($dry) continue;
        foreach ($posts as $post) wp_add_object_terms((int) $post, $id, $taxonomy);
        foreach ([...get_term_meta((int) $old->term_id, '_wusum_old_slug'), $old->slug] as $slug) {
            add_term_meta($id, '_wusum_old_slug', wp_slash($slug));
        }
        wp_delete_term((int) $old->term_id, $taxonomy);
    }
    if ($kept->name !== $spellings[0]) {
        echo "$kept->name is called $spellings[0]\\n";
        if (!$dry) wp_update_term($id, $taxonomy, ['name' => wp_slash($spellings[0]), 'slug' => $kept->slug]);
    }
}
wp_defer_term_counting(false);
echo $dry ? "would merge $gone tags\\n" : "merged $gone tags\\n";
WUSUM_PHP
`

/** A shell script that has wp-cli merge the terms, through WordPress's own functions, so that its hooks and caches follow. */
export function* wordPressShell(tags: Iterable<CanonicalTag>): Generator<string> {
  yield SHELL_HEAD
  for (const spellings of clusters(tags)) yield `    [${spellings.map(phpText).join(', ')}],\n`
  yield SHELL_TAIL
}
