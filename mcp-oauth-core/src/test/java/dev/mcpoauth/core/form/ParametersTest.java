package dev.mcpoauth.core.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Nested
    class Reading {
        @ParameterizedTest
        @CsvSource(
                delimiter = '>',
                value = {
                    "a=b>b",
                    "a=+%2B+>' + '",
                    "a=%c3%a9>é",
                    "a=%F0%9F%94%91>\uD83D\uDD11",
                    "%61=x>x",
                    "a=b=c>b=c",
                    "a=b;c=d>b;c=d",
                    "&&a=b&>b",
                    "a=%26%3D%25>&=%",
                    "a=~!*'()>~!*'()",
                    "x=1&a=b&y=2>b"
                })
        void decodes(String encoded, String value) {
            assertThat(Parameters.parse(encoded).value("a")).contains(value.replace("''", "'"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a=%",
                    "a=%4",
                    "a=%zz",
                    "a=%4g",
                    "a=%%41",
                    "a=%u0041",
                    "a=%+1",
                    "a=%-1",
                    "%=b",
                    "a=%\uff11\uff11",
                    "a=%ff",
                    "a=%c3",
                    "a=%c0%80",
                    "a=%ed%a0%80",
                    "a=%f4%90%80%80",
                    "a=%c3%28",
                    "%ff=b",
                    "a=b c",
                    "a=\u00e9",
                    "a=b\n",
                    "a=b\u0000",
                    "a\u007f=b",
                    "=b",
                    "=",
                    "a=\ud83d"
                })
        void refusesMalformedEncoding(String encoded) {
            refuses(ParameterRules.defaults(), encoded, CoreReasons.FORM_MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a=%00", "a=x%0d%0aSet-Cookie", "a=%09", "a=%7f", "a=%c2%85", "%00=b", "a=%1b"})
        void refusesControlCharacters(String encoded) {
            refuses(ParameterRules.defaults(), encoded, CoreReasons.FORM_CONTROL_CHARACTER);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "client_id=a&client_id=a",
                    "client_id=a&client_id=b",
                    "client_id=a&x=y&client%5Fid=b",
                    "unknown=1&unknown=2",
                    "client_id=a&client_id=&client_id=b"
                })
        @DisplayName("RFC 6749 §3.1: parameters must not be included more than once")
        void refusesDuplicates(String encoded) {
            refuses(ParameterRules.defaults(), encoded, CoreReasons.FORM_DUPLICATE_PARAMETER);
        }

        @Test
        void namesTheDuplicateToTheOperatorUnlessItsNameIsOdd() {
            assertThat(refusal(ParameterRules.defaults(), "state=1&state=2").facts())
                    .containsEntry("parameter", "state");
            assertThat(refusal(ParameterRules.defaults(), "eyJhbGciOiJ9.e30=1&eyJhbGciOiJ9.e30=2")
                            .facts())
                    .containsEntry("parameter", "(other)");
        }

        @Test
        @DisplayName("RFC 8707 §2")
        void keepsRepeatedResourcesInOrder() {
            Parameters parameters = Parameters.parse("resource=b&x=1&resource=a");
            assertThat(parameters.values("resource")).containsExactly("b", "a");
            assertThat(parameters.value("resource")).contains("b");
            refuses(
                    ParameterRules.defaults().withRepeatable(),
                    "resource=b&resource=a",
                    CoreReasons.FORM_DUPLICATE_PARAMETER);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "state", "state=", "state&state=", "&"})
        @DisplayName("RFC 6749 §3.1: parameters sent without a value are treated as omitted")
        void treatsAParameterWithoutValueAsOmitted(String encoded) {
            Parameters parameters = Parameters.parse(encoded);
            assertThat(parameters.has("state")).isFalse();
            assertThat(parameters).isEqualTo(Parameters.EMPTY);
        }

        @Test
        void anOmittedParameterIsNoDuplicate() {
            assertThat(Parameters.parse("state=&state=x").value("state")).contains("x");
        }

        @Test
        void isBoundedInLengthAndCount() {
            ParameterRules rules = ParameterRules.defaults().withMaxLength(20).withMaxCount(3);
            assertThat(rules.parse("a=1&b=2&c=" + "x".repeat(10)).names()).containsExactly("a", "b", "c");
            refuses(rules, "a=1&b=2&c=" + "x".repeat(11), CoreReasons.FORM_TOO_LONG);
            refuses(rules, "a&b=2&c=3&d", CoreReasons.FORM_TOO_MANY_PARAMETERS);
            assertThat(catchThrowableOfType(OAuthException.class, () -> rules.parse(new byte[21]))
                            .reason())
                    .isEqualTo(CoreReasons.FORM_TOO_LONG);
        }

        @Test
        void readsABodyOfAsciiOctetsOnly() {
            assertThat(ParameterRules.defaults()
                            .parse("a=%c3%a9".getBytes(StandardCharsets.US_ASCII))
                            .value("a"))
                    .contains("é");
            assertThatThrownBy(() -> ParameterRules.defaults().parse("a=é".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(OAuthException.class);
        }

        @Test
        void refusesBoundsThatAcceptNothing() {
            assertThatThrownBy(() -> ParameterRules.defaults().withMaxLength(0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ParameterRules.defaults().withMaxCount(0))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void survivesRandomTextWithNothingButItsRefusal() {
            Random random = new Random(6749);
            String alphabet = "a=&%+0fF\u0000\u00e9\ud83d;#?";
            for (int i = 0; i < 50_000; i++) {
                StringBuilder text = new StringBuilder();
                random.ints(random.nextInt(24), 0, alphabet.length())
                        .forEach(index -> text.append(alphabet.charAt(index)));
                try {
                    Parameters read = Parameters.parse(text.toString());
                    assertThat(Parameters.parse(read.encode())).isEqualTo(read);
                } catch (OAuthException refused) {
                    assertThat(refused.error()).isEqualTo(OAuthError.INVALID_REQUEST);
                }
            }
        }
    }

    @Nested
    class Writing {
        @Test
        void encodesWhatItReadsBack() {
            Parameters parameters = Parameters.builder()
                    .add("state", "a b+c&d=é\uD83D\uDD11%~*")
                    .add("empty", "")
                    .addAll("resource", List.of("https://a.example/", "https://b.example"))
                    .build();
            assertThat(parameters.names()).containsExactly("state", "resource");
            assertThat(Parameters.parse(parameters.encode())).isEqualTo(parameters);
            assertThat(parameters.encode())
                    .startsWith("state=" + URLEncoder.encode("a b+c&d=é\uD83D\uDD11%~*", StandardCharsets.UTF_8));
        }

        @ParameterizedTest
        @CsvSource({
            "https://a.example,https://a.example?code=x+y",
            "https://a.example/,https://a.example/?code=x+y",
            "https://a.example/cb?,https://a.example/cb?code=x+y",
            "https://a.example/cb?k=v%2fV,https://a.example/cb?k=v%2fV&code=x+y",
            "https://a.example/cb?k=v&,https://a.example/cb?k=v&code=x+y",
            "cursor://anysphere.cursor-mcp/oauth/callback,cursor://anysphere.cursor-mcp/oauth/callback?code=x+y",
            "com.example:/cb,com.example:/cb?code=x+y"
        })
        @DisplayName("RFC 6749 §4.1.2: the redirect URI's own query is retained")
        void appendsToAUriAndChangesNothingElse(String uri, String expected) {
            assertThat(Parameters.builder().add("code", "x y").build().appendTo(uri))
                    .isEqualTo(expected);
            assertThat(Parameters.EMPTY.appendTo(uri)).isEqualTo(uri);
        }

        @Test
        void refusesWhatCanNotBeWritten() {
            Parameters loneSurrogate = Parameters.builder().add("a", "\ud83d").build();
            assertThatThrownBy(loneSurrogate::encode).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Parameters.builder().add("", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Parameters.EMPTY.appendTo("https://a.example/#f"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void showsNamesOnlyInToString() {
        assertThat(Parameters.parse("code=SECRET&eyJ0b2tlbiI6MX0.x=1")).hasToString("Parameters[code, (other)]");
    }

    private static void refuses(ParameterRules rules, String encoded, Reason reason) {
        OAuthException refusal = refusal(rules, encoded);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_REQUEST);
    }

    private static OAuthException refusal(ParameterRules rules, String encoded) {
        return catchThrowableOfType(OAuthException.class, () -> rules.parse(encoded));
    }
}
