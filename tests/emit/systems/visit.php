<?php
// Visits the page of a tag by its slug; prints where it leads.
$_GET['tag'] = $argv[1];
$_SERVER += ['HTTP_HOST' => 'localhost', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
$_SERVER['REQUEST_URI'] = '/?tag=' . rawurlencode($argv[1]);
define('WP_USE_THEMES', true);
require getenv('WUSUM_TEST_WORDPRESS') . '/wp-load.php';
require getenv('WUSUM_TEST_PLUGIN');
add_filter('wp_redirect', function ($to, $status) {
    echo "$status $to";
    exit;
}, 10, 2);
wp();
do_action('template_redirect');
