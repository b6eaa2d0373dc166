// Opens the part of an order that a key opens: java Open.java KEY.jwk < ORDER
// Java has no JSON of its own: take the members with your JSON library in place of `member`.

import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

public class Open {
    public static void main(String[] args) throws Exception {
        String jwk = Files.readString(Path.of(args[0]));
        String order = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        for (String part : order.split("~")) {
            String header = text(decode(part.split("\\.")[0]));
            if (member(header, "kid").equals(member(jwk, "kid"))) {
                new PrintStream(System.out, true, StandardCharsets.UTF_8).println(open(part, header, jwk));
                return;
            }
        }
        throw new GeneralSecurityException("no part of this order is for this key");
    }

    static String open(String part, String header, String jwk) throws GeneralSecurityException {
        if (!member(header, "alg").equals("ECDH-ES") || !member(header, "enc").equals("A256GCM")) {
            throw new GeneralSecurityException("unsupported");
        }
        String[] pieces = part.split("\\.");
        byte[] iv = decode(pieces[2]);
        byte[] tag = decode(pieces[4]);
        if (iv.length != 12 || tag.length != 16) throw new GeneralSecurityException("malformed");

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] key = agree(decode(member(jwk, "d")), decode(member(header, "x")));
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(pieces[0].getBytes(StandardCharsets.US_ASCII));
        cipher.update(decode(pieces[3]));
        String fields = text(cipher.doFinal(tag)).strip();

        byte[] number = Arrays.copyOf(sha256(decode(member(fields, "_"))), 16);
        if (!MessageDigest.isEqual(number, decode(member(header, "jti")))) {
            throw new GeneralSecurityException("tampered");
        }
        return fields;
    }

    /**
     * ECDH-ES (RFC 7518 §4.6): the key is one SHA-256 over a counter, the shared secret, the name of
     * the content encryption, two empty party infos, and 256, the key's length in bits.
     */
    static byte[] agree(byte[] mine, byte[] theirs) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        BigInteger u = new BigInteger(1, reversed(theirs));
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, mine)));
        agreement.doPhase(
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)), true);
        byte[] shared = agreement.generateSecret();
        ByteBuffer input = ByteBuffer.allocate(4 + shared.length + 4 + 7 + 12);
        input.putInt(1).put(shared).putInt(7).put("A256GCM".getBytes(StandardCharsets.US_ASCII));
        return sha256(input.putInt(0).putInt(0).putInt(256).array());
    }

    static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }

    static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A member whose value is text without escapes, as those of keys and headers are. */
    static String member(String json, String name) throws GeneralSecurityException {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
        if (!found.find()) throw new GeneralSecurityException("malformed: no " + name);
        return found.group(1);
    }
}
