package dev.mcpoauth.server.http;

import dev.mcpoauth.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One HTTP response (RFC 9110). Immutable. */
public final class WebResponse {
    private final int status;
    private final List<Header> headers;
    private final byte[] body;
    private final Optional<LiveBody> live;

    private WebResponse(int status, List<Header> headers, byte[] body) {
        this(status, headers, body, Optional.empty());
    }

    private WebResponse(int status, List<Header> headers, byte[] body, Optional<LiveBody> live) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.live = live;
    }

    /** A header line. */
    public record Header(String name, String value) {
        /** Refuses what would end the line. */
        public Header {
            if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
                throw new IllegalArgumentException("header " + name + " must be visible ASCII on one line");
            }
        }
    }

    /** Without body. */
    public static WebResponse empty(int status) {
        return new WebResponse(status, List.of(), new byte[0]);
    }

    /** JSON that no cache may keep (RFC 6749 §5.1). */
    public static WebResponse json(int status, JsonObject json) {
        return json(status, json.toBytes());
    }

    /** JSON text as it is, which no cache may keep. */
    public static WebResponse json(int status, byte[] json) {
        return new WebResponse(status, List.of(), json.clone())
                .with("Content-Type", "application/json")
                .with("Cache-Control", "no-store")
                .with("Pragma", "no-cache")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** An HTML page, in UTF-8. */
    public static WebResponse html(int status, String html) {
        return new WebResponse(status, List.of(), html.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "text/html;charset=utf-8");
    }

    /** 303, so that the browser follows with GET whatever it sent before (RFC 9700 §4.12). */
    public static WebResponse seeOther(String location) {
        return empty(303)
                .with("Location", location)
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer");
    }

    /** Server-sent events (WHATWG HTML §9.2), which no cache may keep and no proxy hold back. */
    public static WebResponse events(LiveBody live) {
        return new WebResponse(200, List.of(), new byte[0], Optional.of(live))
                .with("Content-Type", "text/event-stream")
                .with("Cache-Control", "no-store")
                .with("X-Accel-Buffering", "no")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** With one more header line. */
    public WebResponse with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WebResponse(status, more, body, live);
    }

    /** With this header line in place of any others of the name. */
    public WebResponse replacing(String name, String value) {
        List<Header> kept = new ArrayList<>(headers);
        kept.removeIf(header -> header.name().equalsIgnoreCase(name));
        kept.add(new Header(name, value));
        return new WebResponse(status, kept, body, live);
    }

    /** The same, which any cache may keep for so long: a public document. */
    public WebResponse cacheable(Duration time) {
        List<Header> kept = new ArrayList<>(headers);
        kept.removeIf(header -> header.name().equalsIgnoreCase("Pragma"));
        return new WebResponse(status, kept, body, live)
                .replacing("Cache-Control", "public, max-age=" + time.toSeconds());
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The header lines in order. */
    public List<Header> headers() {
        return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** The body that goes on, instead of the other one: of a few responses only. */
    public Optional<LiveBody> live() {
        return live;
    }

    /** The body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "WebResponse[" + status + "]";
    }
}
