<?php
// Tells the tags of each post, their counts, and the tags that slugs lead to.
$_SERVER['HTTP_HOST'] = 'localhost';
require getenv('WUSUM_TEST_WORDPRESS') . '/wp-load.php';
$posts = [];
foreach (get_posts(['numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC']) as $post) {
    $names = wp_get_object_terms($post->ID, 'post_tag', ['fields' => 'names']);
    sort($names, SORT_STRING);
    $posts[] = $names;
}
$terms = [];
foreach (get_terms(['taxonomy' => 'post_tag', 'hide_empty' => false]) as $term) {
    $old = get_term_meta($term->term_id, '_wusum_old_slug');
    sort($old);
    $terms[$term->name] = ['count' => $term->count, 'slug' => $term->slug, 'old' => $old];
}
echo json_encode(['posts' => $posts, 'terms' => (object) $terms], JSON_UNESCAPED_UNICODE);
