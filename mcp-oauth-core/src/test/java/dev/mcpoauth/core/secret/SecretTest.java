package dev.mcpoauth.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTest {
    /** Counts, so that a test can predict what is generated. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
        }
    }

    record Kind(Function<String, Secret> parse, Function<SecureRandom, Secret> generate) {}

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("AccessToken", new Kind(AccessToken::parse, AccessToken::generate)),
                Arguments.of("RefreshToken", new Kind(RefreshToken::parse, RefreshToken::generate)),
                Arguments.of("AuthorizationCode", new Kind(AuthorizationCode::parse, AuthorizationCode::generate)),
                Arguments.of("ClientSecret", new Kind(ClientSecret::parse, ClientSecret::generate)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void generates256BitsFromTheGivenSource(String name, Kind kind) {
        byte[] expected = new byte[32];
        new Counting().nextBytes(expected);
        String text = kind.generate().apply(new Counting()).reveal();
        assertThat(Base64.getUrlDecoder().decode(text)).isEqualTo(expected);
        assertThat(text).hasSize(43);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void showsNothingOfItself(String name, Kind kind) {
        assertThat(kind.parse().apply("s3cret")).hasToString(name + "[redacted]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void equalsTheSameTextOnly(String name, Kind kind) {
        Secret one = kind.parse().apply("s3cret");
        assertThat(one)
                .isEqualTo(kind.parse().apply("s3cret"))
                .hasSameHashCodeAs(kind.parse().apply("s3cret"));
        assertThat(one).isNotEqualTo(kind.parse().apply("s3creT")).isNotEqualTo("s3cret");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void refusesWhatIsNotPrintableAsciiWithoutRepeatingIt(String name, Kind kind) {
        for (String bad : new String[] {"", "tok\nen", "tok\u00e9n", "tok\u0000en", "token\u007f"}) {
            assertThatThrownBy(() -> kind.parse().apply(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("RFC 6749")
                    .hasMessageNotContaining("tok\n");
        }
        assertThat(kind.parse().apply("a ~").reveal()).isEqualTo("a ~");
    }

    @Test
    void differentKindsAreNeverEqual() {
        assertThat((Object) AccessToken.parse("x")).isNotEqualTo(RefreshToken.parse("x"));
    }
}
