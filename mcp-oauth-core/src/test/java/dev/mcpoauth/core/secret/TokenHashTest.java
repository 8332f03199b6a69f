package dev.mcpoauth.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenHashTest {
    private static final TokenHash ABC = AccessToken.parse("abc").hash();

    @Test
    @DisplayName("FIPS 180-2 appendix B.1: SHA-256 of abc")
    void isSha256() {
        assertThat(HexFormat.of().formatHex(ABC.toByteArray()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    @DisplayName("RFC 4231 §4.7: HMAC-SHA-256 under a key of 131 bytes")
    void isHmacSha256WithAPepper() {
        byte[] key = new byte[131];
        Arrays.fill(key, (byte) 0xaa);
        TokenHash hash = TokenHasher.peppered(key).hash("Test Using Larger Than Block-Size Key - Hash Key First");
        assertThat(HexFormat.of().formatHex(hash.toByteArray()))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void refusesAShortPepper() {
        assertThatThrownBy(() -> TokenHasher.peppered(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPepperChangesTheHash() {
        TokenHasher peppered =
                TokenHasher.peppered("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(AccessToken.parse("abc").hash(peppered)).isNotEqualTo(ABC);
    }

    @Test
    void survivesItsEncoding() {
        assertThat(ABC.encoded()).hasSize(43);
        assertThat(TokenHash.parse(ABC.encoded())).isEqualTo(ABC).hasSameHashCodeAs(ABC);
        assertThat(TokenHash.of(ABC.toByteArray())).isEqualTo(ABC);
    }

    @Test
    void refusesOtherLengthsAndOtherText() {
        assertThatThrownBy(() -> TokenHash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenHash.parse("AAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenHash.parse("not base64url!")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isImmutable() {
        byte[] bytes = ABC.toByteArray();
        TokenHash copy = TokenHash.of(bytes);
        bytes[0]++;
        copy.toByteArray()[1]++;
        assertThat(copy).isEqualTo(ABC);
    }

    @Test
    void showsNothingOfItself() {
        assertThat(ABC).hasToString("TokenHash[redacted]");
    }
}
