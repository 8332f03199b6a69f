package dev.mcpoauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 6749 §3.3")
class ScopeTest {

    @Test
    void writesTokensInTheOrderTheyCame() {
        assertThat(Scope.parse("db:write  db:read db:write ")).hasValue(Scope.of("db:read", "db:write"));
        assertThat(Scope.parse("db:write db:read").orElseThrow()).hasToString("db:write db:read");
        assertThat(Scope.parse("")).hasValue(Scope.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\"b", "a\\b", "a\u0000", "ä", "a\nb", "a\u00a0b"})
    void refusesTokensOutsideTheGrammar(String text) {
        assertThat(Scope.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.of(text));
    }

    @Test
    void isBounded() {
        String many = IntStream.range(0, 201).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));
        assertThat(Scope.parse(many)).isEmpty();
        assertThat(Scope.parse("a".repeat(201))).isEmpty();
    }

    @Test
    void combines() {
        Scope read = Scope.of("db:read");
        Scope both = Scope.of("db:read", "db:write");
        assertThat(read.union(Scope.of("db:write"))).isEqualTo(both);
        assertThat(both.minus(read)).isEqualTo(Scope.of("db:write"));
        assertThat(both.intersect(read)).isEqualTo(read);
        assertThat(both.containsAll(read)).isTrue();
        assertThat(read.containsAll(both)).isFalse();
    }
}
