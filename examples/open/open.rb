# Opens the part of an order that a key opens: ruby open.rb KEY.jwk < ORDER
require "base64"
require "json"
require "openssl"

def decode(text) = Base64.urlsafe_decode64(text)

# RFC 8410: what stands before the 32 bytes of an X25519 key in its DER.
PRIVATE = ["302e020100300506032b656e04220420"].pack("H*")
PUBLIC = ["302a300506032b656e032100"].pack("H*")

jwk = JSON.parse(File.read(ARGV[0]))
parts = $stdin.read.strip.split("~").map { |part| part.split(".", -1) }
part = parts.find { |protected, *| JSON.parse(decode(protected))["kid"] == jwk["kid"] }
abort "no part of this order is for this key" unless part

protected, _, iv, ciphertext, tag = part
header = JSON.parse(decode(protected))
abort "unsupported" unless header.values_at("alg", "enc") == ["ECDH-ES", "A256GCM"]

# ECDH-ES (RFC 7518 §4.6): the key is one SHA-256 over a counter, the shared secret, the name of the
# content encryption, two empty party infos, and 256, the key's length in bits.
private_key = OpenSSL::PKey.read(PRIVATE + decode(jwk["d"]))
shared = private_key.derive(OpenSSL::PKey.read(PUBLIC + decode(header["epk"]["x"])))
info = [7].pack("N") + "A256GCM" + [0, 0, 256].pack("NNN")
key = OpenSSL::Digest::SHA256.digest([1].pack("N") + shared + info)

iv, ciphertext, tag = [iv, ciphertext, tag].map { |text| decode(text) }
abort "malformed" unless iv.bytesize == 12 && tag.bytesize == 16
cipher = OpenSSL::Cipher.new("aes-256-gcm").decrypt
cipher.key = key
cipher.iv = iv
cipher.auth_tag = tag
cipher.auth_data = protected
begin
  text = cipher.update(ciphertext) + cipher.final
rescue OpenSSL::Cipher::CipherError
  abort "tampered"
end

fields = JSON.parse(text.force_encoding("UTF-8"))
number = OpenSSL::Digest::SHA256.digest(decode(fields.delete("_")))[0, 16]
abort "tampered" unless number == decode(header["jti"])
puts JSON.generate(fields)
