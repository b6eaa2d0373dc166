// Opens the part of an order that a key opens: go run . KEY.jwk < ORDER
package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type jwk struct{ Kid, X, D string }

type header struct {
	Alg, Enc, Kid, Jti string
	Epk                jwk
}

func main() {
	fields, err := open(os.Args[1], os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_ = json.NewEncoder(os.Stdout).Encode(fields)
}

func open(keyFile string, order io.Reader) (map[string]string, error) {
	var key jwk
	text, err := os.ReadFile(keyFile)
	if err == nil {
		err = json.Unmarshal(text, &key)
	}
	if err != nil {
		return nil, err
	}
	line, err := io.ReadAll(order)
	if err != nil {
		return nil, err
	}
	for _, part := range strings.Split(strings.TrimSpace(string(line)), "~") {
		var head header
		pieces := strings.Split(part, ".")
		if err := json.Unmarshal(decode(pieces[0]), &head); err != nil {
			return nil, err
		}
		if head.Kid == key.Kid && len(pieces) == 5 {
			return openPart(key, head, pieces)
		}
	}
	return nil, errors.New("no part of this order is for this key")
}

func openPart(key jwk, head header, pieces []string) (map[string]string, error) {
	if head.Alg != "ECDH-ES" || head.Enc != "A256GCM" {
		return nil, errors.New("unsupported")
	}
	cek, err := agree(decode(key.D), decode(head.Epk.X))
	if err != nil {
		return nil, err
	}
	plaintext, err := decrypt(cek, pieces)
	if err != nil {
		return nil, errors.New("tampered")
	}
	var fields map[string]string
	if err := json.Unmarshal(plaintext, &fields); err != nil {
		return nil, err
	}
	number := sha256.Sum256(decode(fields["_"]))
	if !bytes.Equal(number[:16], decode(head.Jti)) {
		return nil, errors.New("tampered")
	}
	delete(fields, "_")
	return fields, nil
}

// ECDH-ES (RFC 7518 §4.6): the key is one SHA-256 over a counter, the shared secret, the name of the
// content encryption, two empty party infos, and 256, the key's length in bits.
func agree(private, public []byte) ([]byte, error) {
	mine, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return nil, err
	}
	theirs, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	shared, err := mine.ECDH(theirs)
	if err != nil {
		return nil, errors.New("tampered")
	}
	input := binary.BigEndian.AppendUint32(nil, 1)
	input = append(input, shared...)
	input = append(binary.BigEndian.AppendUint32(input, 7), "A256GCM"...)
	for _, number := range []uint32{0, 0, 256} {
		input = binary.BigEndian.AppendUint32(input, number)
	}
	key := sha256.Sum256(input)
	return key[:], nil
}

func decrypt(key []byte, pieces []string) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	iv, tag := decode(pieces[2]), decode(pieces[4])
	if len(iv) != gcm.NonceSize() || len(tag) != gcm.Overhead() {
		return nil, errors.New("malformed")
	}
	return gcm.Open(nil, iv, append(decode(pieces[3]), tag...), []byte(pieces[0]))
}

// What is not base64url decodes to nothing, and fails where it is used.
func decode(text string) []byte {
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return decoded
}
