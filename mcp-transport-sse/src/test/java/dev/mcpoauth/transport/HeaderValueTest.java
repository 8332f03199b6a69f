package dev.mcpoauth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("E3-S13, E3-C4: header value encoding")
class HeaderValueTest {

    /** The table of the specification (2026-07-28, Streamable HTTP, "Value Encoding"). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "us-west1              | us-west1",
                "Hello, 世界            | =?base64?SGVsbG8sIOS4lueVjA==?=",
                "` padded `            | =?base64?IHBhZGRlZCA=?=",
                "=?base64?literal?=    | =?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
            })
    void encodesAsTheSpecificationDoes(String text, String header) {
        assertThat(HeaderValue.encode(text)).isEqualTo(header);
        assertThat(HeaderValue.decode(header)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line1\nline2", "", "\u0000", "\t", "=?base64?x", "x?=", "=?base64?="})
    void survivesTheRoundTrip(String text) {
        assertThat(HeaderValue.decode(HeaderValue.encode(text))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?BASE64?SGVsbG8=?=", "=?base64?SGVsbG8=", "SGVsbG8=?="})
    void takesAValueWithoutBothMarkersLiterally(String header) {
        assertThat(HeaderValue.decode(header)).contains(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?SGVsbG8?=",
                "=?base64?SGVs!G8=?=",
                "=?base64?SGVsbG8==?=",
                "=?base64?wIA=?=",
                "caf\u00e9",
                "a\nb"
            })
    void refusesWhatNoEncoderProduces(String header) {
        assertThat(HeaderValue.decode(header)).isEmpty();
    }
}
