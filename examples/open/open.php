<?php
// Opens the part of an order that a key opens: php open.php KEY.jwk < ORDER
declare(strict_types=1);

function decode(string $text): string {
    return sodium_base642bin($text, SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
}

function fail(string $why): never {
    fwrite(STDERR, "$why\n");
    exit(1);
}

function header_of(string $part): array {
    return json_decode(decode(explode('.', $part)[0]), true, 8, JSON_THROW_ON_ERROR);
}

$jwk = json_decode(file_get_contents($argv[1]), true, 8, JSON_THROW_ON_ERROR);
$parts = explode('~', trim(stream_get_contents(STDIN)));
$ours = array_filter($parts, fn ($part) => header_of($part)['kid'] === $jwk['kid']);
$part = reset($ours) ?: fail('no part of this order is for this key');
$header = header_of($part);
if ($header['alg'] !== 'ECDH-ES' || $header['enc'] !== 'A256GCM') fail('unsupported');

// ECDH-ES (RFC 7518 §4.6): the key is one SHA-256 over a counter, the shared secret, the name of
// the content encryption, two empty party infos, and 256, the key's length in bits.
$shared = sodium_crypto_scalarmult(decode($jwk['d']), decode($header['epk']['x']));
$key = hash('sha256', pack('N', 1) . $shared . pack('N', 7) . 'A256GCM' . pack('NNN', 0, 0, 256), true);

[$protected, , $iv, $ciphertext, $tag] = explode('.', $part);
[$iv, $ciphertext, $tag] = array_map('decode', [$iv, $ciphertext, $tag]);
if (strlen($iv) !== 12 || strlen($tag) !== 16) fail('malformed');
$text = openssl_decrypt($ciphertext, 'aes-256-gcm', $key, OPENSSL_RAW_DATA, $iv, $tag, $protected);
if ($text === false) fail('tampered');

$fields = json_decode($text, true, 8, JSON_THROW_ON_ERROR);
$number = substr(hash('sha256', decode($fields['_']), true), 0, 16);
if (!hash_equals($number, decode($header['jti']))) fail('tampered');
unset($fields['_']);
echo json_encode((object) $fields, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
