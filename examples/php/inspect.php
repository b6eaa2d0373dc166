<?php
// Whether a line has the shape of an order for this merchant; it proves nothing about who sealed.
// $manifest is the text of waxseal.jws, read from your own disk; $pin is the one of your page.
// A $ref that is given has to be the order's: null, as of a session that has ended, is none's.
function waxseal_inspect(string $line, string $manifest, string $pin, ?string $ref = null): array {
  $decode = fn($text) => base64_decode(strtr($text, '-_', '+/'));
  $read = fn($text) => (array) json_decode($decode($text), true, 16);
  $write = fn($json) => json_encode($json, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS);
  $check = fn(bool $holds, string $code) => $holds ?: throw new UnexpectedValueException($code);
  $keys = array_column($read(explode('.', $manifest)[1])['keys'], null, 'kid');
  $check(strlen($line) <= 1 << 20, 'malformed');
  foreach (explode('~', $line) as $i => $part) {
    $check(preg_match('/^[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/D', $part) === 1, 'malformed');
    $h = $read($header = strtok($part, '.'));
    // As the page writes it, so that nothing is read here that the desk reads otherwise.
    $check($write($h) === $decode($header), 'malformed');
    $check(($h['typ'] ?? '') === 'vnd.waxseal.order.v1', 'unsupported');
    $check(is_array($h['parts'] ?? 0) && is_string($h['kid'] ?? 0) && is_string($h['to'] ?? 0) && is_int($h['ver'] ?? ''), 'malformed');
    $same = [$h['jti'] ?? '', $h['to'], $h['iat'] ?? 0, $h['ref'] ?? null, $h['parts']];
    $check($same === ($first ??= $same) && ($h['parts'][$i] ?? '') === ($h['role'] ?? null), 'conflict');
    $check(($keys[$h['kid']]['role'] ?? '') === $h['role'], 'unknown-key');
  }
  $check(count($h['parts']) === $i + 1, 'incomplete');
  $check(in_array("urn:ietf:params:oauth:jwk-thumbprint:sha-256:$same[1]", explode(' ', $pin)), 'conflict');
  $check(func_num_args() < 4 || ($ref !== null && $same[3] === $ref), 'conflict');
  $check(is_int($same[2]) && abs(time() - $same[2]) < 86400, 'expired');
  $check(preg_match('/^[\w-]{22}$/D', is_string($same[0]) ? $same[0] : '') === 1, 'malformed');
  return ['jti' => $same[0], 'iat' => $same[2], 'ref' => $same[3], 'roles' => $same[4]];
}
