package dev.mcpoauth.core.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mcpoauth.core.challenge.ParseProblem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WwwAuthenticateTest {

    @ParameterizedTest
    @MethodSource
    @DisplayName("RFC 9110 §11.6.1: well-formed fields")
    void reads(List<String> fields, List<Challenge> expected) {
        WwwAuthenticate parsed = WwwAuthenticate.parse(fields);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.challenges()).isEqualTo(expected);
    }

    static Stream<Arguments> reads() {
        return Stream.of(
                arguments(List.of(), List.of()),
                arguments(List.of(""), List.of()),
                arguments(List.of(" , ,, "), List.of()),
                arguments(List.of("Bearer"), List.of(with("Bearer"))),
                arguments(List.of("Bearer "), List.of(with("Bearer"))),
                arguments(List.of("Basic, Bearer"), List.of(with("Basic"), with("Bearer"))),
                arguments(List.of("Basic", "Bearer"), List.of(with("Basic"), with("Bearer"))),
                arguments(List.of("bEARER ReaLM=x"), List.of(with("Bearer", "realm", "x"))),
                arguments(List.of("Bearer realm = \"x\""), List.of(with("Bearer", "realm", "x"))),
                arguments(List.of("Bearer realm\t=\t\"x\" "), List.of(with("Bearer", "realm", "x"))),
                arguments(List.of("Bearer   realm=\"\""), List.of(with("Bearer", "realm", ""))),
                arguments(
                        List.of(
                                "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\""),
                        List.of(
                                with("Basic", "realm", "simple"),
                                with("Newauth", "realm", "apps", "type", "1", "title", "Login to \"apps\""))),
                arguments(
                        List.of("Bearer ,, error=\"a\" ,, , scope=\"b c\",,Basic realm=z,"),
                        List.of(with("Bearer", "error", "a", "scope", "b c"), with("Basic", "realm", "z"))),
                arguments(
                        List.of("Bearer realm=\"a,b=c, Basic d\""), List.of(with("Bearer", "realm", "a,b=c, Basic d"))),
                arguments(List.of("Bearer realm=\"\\a\\\\\\\"\""), List.of(with("Bearer", "realm", "a\\\""))),
                arguments(List.of("Bearer realm=\"caf\u00e9\t\""), List.of(with("Bearer", "realm", "caf\u00e9\t"))),
                arguments(List.of("Negotiate YWJj"), List.of(Challenge.ofToken68("Negotiate", "YWJj"))),
                arguments(
                        List.of("Negotiate a+b/c-._~==, Bearer"),
                        List.of(Challenge.ofToken68("Negotiate", "a+b/c-._~=="), with("Bearer"))),
                arguments(
                        List.of("Negotiate a= , NTLM"), List.of(Challenge.ofToken68("Negotiate", "a="), with("NTLM"))),
                arguments(
                        List.of(
                                "Bearer error=\"invalid_token\", resource_metadata=\"https://a.example/m\"",
                                "DPoP algs=ES256"),
                        List.of(
                                with("Bearer", "error", "invalid_token", "resource_metadata", "https://a.example/m"),
                                with("DPoP", "algs", "ES256"))));
    }

    @ParameterizedTest
    @MethodSource
    void leavesOutWhatIsMalformedAndKeepsItsNeighbours(String field, Kind kind, int offset, List<String> schemes) {
        WwwAuthenticate parsed = WwwAuthenticate.parse(List.of(field));

        assertThat(parsed.problems()).startsWith(new ParseProblem(kind, 0, offset));
        assertThat(parsed.challenges()).extracting(Challenge::scheme).isEqualTo(schemes);
    }

    static Stream<Arguments> leavesOutWhatIsMalformedAndKeepsItsNeighbours() {
        return Stream.of(
                bad("realm=\"x\"", Kind.SYNTAX, 0),
                bad("realm=\"x\", Basic", Kind.SYNTAX, 0, "Basic"),
                bad("=x, Basic", Kind.SYNTAX, 0, "Basic"),
                bad("\"x\", Basic", Kind.SYNTAX, 0, "Basic"),
                bad("\"x, Basic", Kind.SYNTAX, 0),
                bad("Basic realm=x, @@@, Bearer", Kind.SYNTAX, 15, "Basic", "Bearer"),
                bad("Basic realm=x, Be@rer a=b, Bearer", Kind.SYNTAX, 15, "Basic", "Bearer"),
                bad("Basic realm=x, Bearer/1 a=b, Foo", Kind.SYNTAX, 15, "Basic", "Foo"),
                bad("Bearer realm x, Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer realm=x y, Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer a=b, realm=, Basic", Kind.SYNTAX, 12, "Basic"),
                bad("Bearer a=b, realm==, Basic", Kind.SYNTAX, 12, "Basic"),
                bad("Bearer a=b, realm=x/y, c=d, Basic", Kind.SYNTAX, 12, "Basic"),
                bad("Bearer realm=\"x\"y, Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer realm=\"x\" \"y\", Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer realm=\"x\u0000\", Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer realm=\"x\\\u007f\", Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer realm=\"\u20ac\", Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer a=https://x.example, Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Bearer a=@\"q,r\", Basic", Kind.SYNTAX, 7, "Basic"),
                bad("Basic, Bearer a=\"x", Kind.UNTERMINATED_QUOTED_STRING, 14, "Basic"),
                bad("Basic, Bearer a=\"x\\", Kind.UNTERMINATED_QUOTED_STRING, 14, "Basic"),
                bad("Basic, Bearer a=\"x\\\", Foo", Kind.UNTERMINATED_QUOTED_STRING, 14, "Basic"),
                bad("Bearer a=1, A=2, Basic", Kind.DUPLICATE_PARAMETER, 12, "Basic"),
                bad("Bearer scope=\"a\", error=\"b\", scope=\"a\"", Kind.DUPLICATE_PARAMETER, 29),
                bad("Negotiate abc=, realm=\"x\", Basic", Kind.SYNTAX, 16, "Basic"),
                bad("Negotiate abc== def, Basic", Kind.SYNTAX, 10, "Basic"),
                bad("Negotiate =abc, Basic", Kind.SYNTAX, 0, "Basic"),
                bad("Bearer a=b\n, Basic", Kind.SYNTAX, 7, "Basic"),
                bad("B\u00e9arer a=b, Basic", Kind.SYNTAX, 0, "Basic"));
    }

    @Test
    void aTokenAfterTheSchemeIsAToken68() {
        assertThat(WwwAuthenticate.parse(List.of("Bearer realm, Basic")).first("Bearer"))
                .contains(Challenge.ofToken68("Bearer", "realm"));
    }

    @Test
    void aBrokenFieldDoesNotReachIntoTheNext() {
        WwwAuthenticate parsed = WwwAuthenticate.parse(List.of("Basic a=\"x", "b=\"c\", Bearer realm=\"y\""));

        assertThat(parsed.challenges()).containsExactly(with("Bearer", "realm", "y"));
        assertThat(parsed.problems())
                .containsExactly(
                        new ParseProblem(Kind.UNTERMINATED_QUOTED_STRING, 0, 6), new ParseProblem(Kind.SYNTAX, 1, 0));
    }

    @Test
    void findsASchemeRegardlessOfCase() {
        WwwAuthenticate parsed = WwwAuthenticate.parse(List.of("Basic realm=a, bearer realm=b, Bearer realm=c"));

        assertThat(parsed.first("BEARER").flatMap(challenge -> challenge.parameter("Realm")))
                .contains("b");
        assertThat(parsed.first("DPoP")).isEmpty();
    }

    @Test
    void isBoundedInLengthAndCount() {
        String tooLong = "Bearer realm=\"" + "x".repeat(16_384) + "\"";
        WwwAuthenticate parsed = WwwAuthenticate.parse(List.of(tooLong, "Basic"));
        assertThat(parsed.challenges()).containsExactly(with("Basic"));
        assertThat(parsed.problems()).containsExactly(new ParseProblem(Kind.TOO_LONG, 0, 0));

        WwwAuthenticate many = WwwAuthenticate.parse(List.of("A,".repeat(33)));
        assertThat(many.challenges()).hasSize(32);
        assertThat(many.problems()).extracting(ParseProblem::kind).containsExactly(Kind.TOO_MANY);

        StringBuilder parameters = new StringBuilder("Bearer a=b");
        for (int i = 0; i < 32; i++) {
            parameters.append(", p").append(i).append("=v");
        }
        WwwAuthenticate wide = WwwAuthenticate.parse(List.of(parameters + ", Basic"));
        assertThat(wide.challenges()).containsExactly(with("Basic"));
        assertThat(wide.problems()).extracting(ParseProblem::kind).containsExactly(Kind.TOO_MANY);

        assertThat(WwwAuthenticate.parse(List.of("@,".repeat(8_000))).problems())
                .hasSize(32);
    }

    @Test
    void twoHundredThousandRandomFieldsYieldOnlyWhatCanBeWrittenAndReadAgain() {
        Random random = new Random(9110);
        String[] parts = {
            "Bearer", "Basic", " ", " ", ",", ",", "=", "=", "\"", "\"", "\\", "a", "realm", "scope", "/", "@", "\t",
            "\u0000", "\u00e9", "\u20ac", "abc==", "x=y", "a=\"b\""
        };
        for (int i = 0; i < 200_000; i++) {
            StringBuilder field = new StringBuilder();
            random.ints(random.nextInt(14), 0, parts.length).forEach(part -> field.append(parts[part]));
            WwwAuthenticate parsed = WwwAuthenticate.parse(List.of(field.toString()));

            List<String> written =
                    parsed.challenges().stream().map(Challenge::write).toList();
            WwwAuthenticate again = WwwAuthenticate.parse(List.of(String.join(", ", written)));
            if (!again.challenges().equals(parsed.challenges())
                    || !again.problems().isEmpty()) {
                Assertions.fail("not read again as written: " + field + " -> " + written);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "=", ",", "a", "a ", "a=", "a=\"", "a=\"b\",", "\\", " ", "Bearer a ", "@", "=\"\\"})
    void worstCasesWithinTheBoundTakeLinearTime(String piece) {
        List<String> fields = new ArrayList<>();
        fields.add(piece.repeat(16_384 / piece.length()));
        // Quadratic behaviour at this length is 268 million steps for each of the 200 rounds: minutes, not seconds.
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 200; i++) {
                WwwAuthenticate.parse(fields);
            }
        });
    }

    private static Arguments bad(String field, Kind kind, int offset, String... schemes) {
        return arguments(field, kind, offset, List.of(schemes));
    }

    private static Challenge with(String scheme, String... parameters) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return Challenge.of(scheme, map);
    }
}
