package dev.mcpoauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeHierarchyTest {
    private static final ScopeHierarchy LIBRARY = ScopeHierarchy.none()
            .implying("admin", "write", "audit")
            .implying("write", "read")
            .implying("left", "right")
            .implying("right", "left");

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "read, read",
        "write, write read",
        "admin, admin write audit read",
        "audit, audit",
        "left, left right",
        "other, other",
        "other write, other write read",
        "WRITE, WRITE",
        "writes, writes"
    })
    void aScopeGrowsByWhatItIncludesAndNothingElse(String scope, String expanded) {
        assertThat(LIBRARY.expand(Scope.parse(scope).orElseThrow()))
                .isEqualTo(Scope.parse(expanded).orElseThrow());
    }

    @Test
    void withoutInclusionsAScopeStaysAsItIs() {
        assertThat(ScopeHierarchy.none().expand(Scope.of("admin"))).isEqualTo(Scope.of("admin"));
        assertThat(ScopeHierarchy.none().tokens()).isEqualTo(Scope.EMPTY);
    }

    @Test
    void inclusionsOfOneTokenAddUp() {
        assertThat(ScopeHierarchy.none().implying("a", "b").implying("a", "c").expand(Scope.of("a")))
                .isEqualTo(Scope.of("a", "b", "c"));
    }

    @Test
    void aScopeStaysWithinItsBound() {
        String[] many = IntStream.range(0, 199).mapToObj(i -> "s" + i).toArray(String[]::new);
        Scope full = Scope.of(many).union(Scope.of("last"));
        assertThat(ScopeHierarchy.none().implying("last", "beyond").expand(full))
                .isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two tokens", "quo\"te", "é"})
    void whatIsNoScopeTokenIsRefused(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScopeHierarchy.none().implying(token, "read"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScopeHierarchy.none().implying("write", token));
    }
}
