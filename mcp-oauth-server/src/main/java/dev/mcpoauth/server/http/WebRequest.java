package dev.mcpoauth.server.http;

import dev.mcpoauth.core.diagnostics.TraceParent;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request (RFC 9110), read completely and within a limit. Neither {@code Host} nor any forwarding header has a
 * meaning here: where the server lives is a setting.
 */
public final class WebRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final boolean truncated;
    private final Connection connection;

    /** What is known of the connection: who is at its other end, and with which certificate. */
    private record Connection(String address, @Nullable X509Certificate certificate) {
        private static final Connection UNKNOWN = new Connection("", null);
    }

    private WebRequest(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            byte[] body,
            boolean truncated,
            Connection connection) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.truncated = truncated;
        this.connection = connection;
    }

    /**
     * A request without body.
     *
     * @param path the raw path, below the context path of the application
     * @param query the raw query, empty if there is none
     */
    public static WebRequest of(String method, String path, String query, Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return new WebRequest(method, path, query, copy, new byte[0], false, Connection.UNKNOWN);
    }

    /** The same request with this body. */
    public WebRequest withBody(byte[] content) {
        return new WebRequest(method, path, query, headers, content.clone(), false, connection);
    }

    /** The same request, whose body broke the limit or could not be read to its end. */
    public WebRequest withTruncatedBody() {
        return new WebRequest(method, path, query, headers, new byte[0], true, connection);
    }

    /** The same request, over a connection that its sender authenticated with this certificate. */
    public WebRequest withCertificate(X509Certificate presented) {
        return with(new Connection(connection.address(), presented));
    }

    /** The same request, over a connection from this address. */
    public WebRequest withAddress(String sender) {
        return with(new Connection(sender, connection.certificate()));
    }

    private WebRequest with(Connection known) {
        return new WebRequest(method, path, query, headers, body, truncated, known);
    }

    /** The address at the other end of the connection, for the record only: it proves nothing. Empty if it is not known. */
    public String address() {
        return connection.address();
    }

    /** The certificate with which the sender authenticated the TLS connection to the container, if it did. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(connection.certificate());
    }

    /** The trace that the request belongs to (W3C Trace Context §3.2), if it says so in a well-formed way. */
    public Optional<String> traceId() {
        return TraceParent.parse(headers(TraceParent.HEADER)).map(TraceParent::traceId);
    }

    /** The method in the case in which it was sent. */
    public String method() {
        return method;
    }

    /** The raw path. */
    public String path() {
        return path;
    }

    /** The raw query without question mark, empty if there is none. */
    public String query() {
        return query;
    }

    /** The values of a header, one for each line. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** Whether the body was longer than the endpoint's limit, or broke off. */
    public boolean isTruncated() {
        return truncated;
    }

    /** The media type without parameters, in lower case; empty without a Content-Type. */
    public String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The value of a cookie (RFC 6265 §5.4); of several with one name, the first. */
    public Optional<String> cookie(String name) {
        return headers("Cookie").stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /** Method and path only: query, headers and body may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
