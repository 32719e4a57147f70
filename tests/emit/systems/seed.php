<?php
// Puts terms (name, slug) and a post for each list of them into an empty WordPress. Names are stored as they are given.
$_SERVER['HTTP_HOST'] = 'localhost';
if (($argv[1] ?? '') === 'install') {
    define('WP_INSTALLING', true);
    require getenv('WUSUM_TEST_WORDPRESS') . '/wp-load.php';
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('test', 'admin', 'admin@example.org', true, '', 'password');
    update_option('siteurl', 'http://localhost');
    update_option('home', 'http://localhost');
} else require getenv('WUSUM_TEST_WORDPRESS') . '/wp-load.php';
foreach (['terms', 'term_taxonomy', 'term_relationships', 'termmeta', 'posts'] as $table) $wpdb->query("DELETE FROM {$wpdb->$table}");
$posts = json_decode(stream_get_contents(STDIN), true);
$ids = [];
foreach ($posts as $n => $names) {
    $post = wp_insert_post(['post_title' => "post $n", 'post_content' => 'text', 'post_status' => 'publish']);
    foreach ($names as $name) {
        if (!isset($ids["=$name"])) {
            $wpdb->insert($wpdb->terms, ['name' => $name, 'slug' => 'slug-' . count($ids)]);
            $term = $wpdb->insert_id;
            $wpdb->insert($wpdb->term_taxonomy, ['term_id' => $term, 'taxonomy' => 'post_tag', 'description' => '']);
            $ids["=$name"] = $term;
        }
        wp_set_object_terms($post, (int) $ids["=$name"], 'post_tag', true);
    }
}
