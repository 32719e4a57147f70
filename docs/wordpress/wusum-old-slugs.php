<?php
/*
Plugin Name: Old slugs of tags
Description: Leads visitors of merged tags to the tag that they were merged into. Put it into wp-content/mu-plugins.
*/
add_action('template_redirect', function () {
    $slug = get_query_var('tag');
    if (!is_404() || !is_string($slug) || $slug === '') return;
    $found = get_terms([
        'taxonomy' => 'post_tag',
        'hide_empty' => false,
        'number' => 1,
        'orderby' => 'term_id',
        'meta_query' => [['key' => '_wusum_old_slug', 'value' => sanitize_title($slug)]],
    ]);
    if (!is_wp_error($found) && $found) {
        wp_safe_redirect(get_term_link($found[0]), 301);
        exit;
    }
});
