package dev.mcpoauth.core.pkce;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A SHA-256 digest recognised in the text of a challenge, with the tolerances that the spelling needs.
 *
 * <p>Every decoder checks that encoding the result again yields the text, so that each spelling names one digest and
 * stray bits, stray padding and mixed alphabets name none.
 */
final class DigestText {
    private static final int LONGEST = 128;
    private static final int BASE64_OF_DIGEST = 43;
    private static final int BASE64_OF_HEX = 86;
    private static final int HEX = 64;

    private final byte[] digest;
    private final Set<PkceTolerance> deviations;

    private DigestText(byte[] digest, Set<PkceTolerance> deviations) {
        this.digest = digest;
        this.deviations = deviations;
    }

    byte[] digest() {
        return digest.clone();
    }

    Set<PkceTolerance> deviations() {
        return deviations;
    }

    static Optional<DigestText> detect(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return text.indexOf('%') < 0 ? direct(text) : percentEncoded(text);
    }

    private static Optional<DigestText> direct(String text) {
        if (text.length() == HEX) {
            return hex(text).map(digest -> new DigestText(digest, EnumSet.of(PkceTolerance.HEX_DIGEST)));
        }
        Set<PkceTolerance> deviations = EnumSet.noneOf(PkceTolerance.class);
        String unpadded = withoutPadding(text);
        if (unpadded.length() != text.length()) {
            deviations.add(PkceTolerance.PADDING);
        }
        String url = unpadded;
        if (hasStandardAlphabet(unpadded)) {
            deviations.add(PkceTolerance.STANDARD_ALPHABET);
            url = unpadded.replace(' ', '-').replace('+', '-').replace('/', '_');
        }
        return url.length() == BASE64_OF_HEX
                ? hexInBase64Url(url, deviations)
                : base64Url(url).map(digest -> new DigestText(digest, deviations));
    }

    private static Optional<DigestText> hexInBase64Url(String text, Set<PkceTolerance> deviations) {
        deviations.add(PkceTolerance.HEX_DIGEST_IN_BASE64URL);
        return decode(text)
                .flatMap(hex -> hex(new String(hex, StandardCharsets.ISO_8859_1)))
                .map(digest -> new DigestText(digest, deviations));
    }

    /** One extra round of percent-decoding, only for the characters that D3 and D4 bring. */
    private static Optional<DigestText> percentEncoded(String text) {
        String decoded =
                text.replaceAll("%3[Dd]", "=").replaceAll("%2[Bb]", "+").replaceAll("%2[Ff]", "/");
        return direct(decoded).map(inner -> {
            Set<PkceTolerance> deviations = EnumSet.of(PkceTolerance.DOUBLE_PERCENT_ENCODING);
            deviations.addAll(inner.deviations);
            deviations.remove(PkceTolerance.PADDING);
            deviations.remove(PkceTolerance.STANDARD_ALPHABET);
            return new DigestText(inner.digest, deviations);
        });
    }

    /** RFC 7636 §4.2 exactly: 43 characters, base64url, unused bits zero. */
    static Optional<byte[]> base64Url(String text) {
        return text.length() == BASE64_OF_DIGEST ? decode(text) : Optional.empty();
    }

    private static Optional<byte[]> decode(String text) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            String again = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
            return again.equals(text) ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> hex(String text) {
        boolean oneCase = text.equals(text.toLowerCase(Locale.ROOT)) || text.equals(text.toUpperCase(Locale.ROOT));
        if (text.length() != HEX || !oneCase || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(text));
    }

    /** Removes exactly the padding that the length calls for: a wrong count stays and fails to decode. */
    private static String withoutPadding(String text) {
        int padding = text.length() == BASE64_OF_DIGEST + 1 ? 1 : text.length() == BASE64_OF_HEX + 2 ? 2 : 0;
        return padding > 0 && text.endsWith("=".repeat(padding)) ? text.substring(0, text.length() - padding) : text;
    }

    /** False for a mix of both alphabets, which then fails to decode. */
    private static boolean hasStandardAlphabet(String text) {
        boolean standard = text.chars().anyMatch(c -> c == '+' || c == '/' || c == ' ');
        return standard && text.indexOf('-') < 0 && text.indexOf('_') < 0;
    }
}
