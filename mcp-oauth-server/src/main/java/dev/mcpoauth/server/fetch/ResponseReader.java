package dev.mcpoauth.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one HTTP/1.1 response (RFC 9112) and not a byte more than is allowed. */
final class ResponseReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})\\s*(;.*)?");
    private static final int HEAD_BYTES = 32 * 1024;
    private static final int MOST_INTERIM = 5;
    /** The body of any other status is of no use. */
    private static final int OK = 200;

    private final InputStream in;
    private final int most;
    private int headLeft = HEAD_BYTES;

    ResponseReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    DocumentResponse read() throws IOException {
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            int status = status();
            Map<String, String> headers = headers();
            if (status >= 200) {
                return DocumentResponse.of(status, headers, status == OK ? body(headers) : new byte[0]);
            }
        }
        throw malformed();
    }

    private int status() throws IOException {
        Matcher line = STATUS.matcher(line());
        if (!line.matches()) {
            throw malformed();
        }
        return Integer.parseInt(line.group(1));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw malformed();
            }
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            headers.merge(name, value, (first, next) -> first + ", " + next);
        }
        return headers;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            headLeft--;
            if (octet < 0) {
                throw new EOFException("the response broke off");
            }
            if (headLeft < 0) {
                throw malformed();
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** How long a body is: RFC 9112 §6.3. Both framings at once are an attack on somebody (§6.1). */
    private byte[] body(Map<String, String> headers) throws IOException {
        String coding = headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT);
        String length = headers.get("Content-Length");
        if (!coding.isEmpty()) {
            if (!coding.equals("chunked") || length != null) {
                throw malformed();
            }
            return chunks();
        }
        return length == null ? untilTheEnd() : exactly(length);
    }

    private byte[] exactly(String length) throws IOException {
        if (!LENGTH.matcher(length).matches()) {
            throw malformed();
        }
        int octets = Integer.parseInt(length);
        requireRoom(octets);
        byte[] body = in.readNBytes(octets);
        if (body.length < octets) {
            throw new EOFException("the response broke off");
        }
        return body;
    }

    private byte[] untilTheEnd() throws IOException {
        byte[] body = in.readNBytes(most + 1);
        requireRoom(body.length);
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw malformed();
            }
            long octets = Long.parseLong(size.group(1), 16);
            if (octets == 0) {
                return body.toByteArray();
            }
            requireRoom(body.size() + octets);
            body.write(exactly(String.valueOf(octets)));
            if (!line().isEmpty()) {
                throw malformed();
            }
        }
    }

    private void requireRoom(long octets) throws UnusableResponseException {
        if (octets > most) {
            throw new UnusableResponseException("the document is larger than " + most + " bytes");
        }
    }

    private static UnusableResponseException malformed() {
        return new UnusableResponseException("the response is no HTTP");
    }
}
