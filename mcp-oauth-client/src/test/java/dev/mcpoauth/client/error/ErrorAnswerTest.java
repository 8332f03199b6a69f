package dev.mcpoauth.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a server says of an error (RFC 6749 §5.2)")
class ErrorAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/reasons?id=code.unknown",
                "https://login.example/error?code=50012",
                "http://localhost:8080/reasons#x",
                "http://[::1]:8080/reasons#x"
            })
    void isShownWithWhereItSaysMore(String uri) {
        assertThat(ErrorAnswer.details(Optional.of("too late"), Optional.of(uri)))
                .isEqualTo(": too late (see " + uri + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "http://as.example/reasons",
                "https://as.example@evil.example/",
                "https://as.example/\u001b[31m",
                "https://as.example/ Call +1 555 0100",
                "https://as.example/\u202egnp.exe",
                "https://bücher.example/",
                "https://as.example/\"x",
                "https:///nowhere",
                "//as.example/x",
                "reasons.html"
            })
    void isShownWithoutWhatNobodyShouldFollow(String uri) {
        assertThat(ErrorAnswer.details(Optional.of("too late"), Optional.of(uri)))
                .isEqualTo(": too late");
    }

    @Test
    void isShownWithAWholeUriOrNone() {
        String uri = "https://as.example/" + "x".repeat(300);

        assertThat(ErrorAnswer.details(Optional.empty(), Optional.of(uri))).isEmpty();
    }
}
