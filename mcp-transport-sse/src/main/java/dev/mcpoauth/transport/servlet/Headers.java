package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.sse.SseEncoder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes the headers that every answer has in common. */
final class Headers {

    /** The least that Jetty's pool gives; its default is 32 KiB. */
    private static final int STREAM_BUFFER = 4096;

    static final String JSON = "application/json";

    private static final Pattern WEIGHT_ZERO =
            Pattern.compile(";\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;|$)", Pattern.CASE_INSENSITIVE);

    private Headers() {}

    static void json(HttpServletResponse response) {
        response.setContentType(JSON);
        response.setHeader("Cache-Control", "no-store");
    }

    static void eventStream(HttpServletResponse response) {
        // A container may hold its buffer for as long as the response lasts, and a stream lasts for hours.
        response.setBufferSize(STREAM_BUFFER);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(SseEncoder.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache, no-store");
        // Proxies of the nginx kind would hold events back (2026-07-28, Streamable HTTP, "Receiving Messages").
        response.setHeader("X-Accel-Buffering", "no");
    }

    /**
     * The value of a header.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if it is there more than once
     */
    static Optional<String> single(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) return Optional.empty();
        String value = values.nextElement().trim();
        if (values.hasMoreElements()) throw Refusal.HEADER_MISMATCH.because(name + " is there more than once");
        return Optional.of(value);
    }

    static void requireJsonBody(HttpServletRequest request) {
        String type = mediaType(String.valueOf(request.getContentType()));
        if (!type.equals(JSON)) throw Refusal.CONTENT_TYPE.exception();
    }

    static void requireAccept(HttpServletRequest request, String... types) {
        List<String> ranges = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("Accept"))) {
            for (String range : header.split(",", -1)) if (isWanted(range)) ranges.add(mediaType(range));
        }
        if (ranges.isEmpty() && request.getHeader("Accept") == null) return;
        for (String type : types) {
            String family = type.substring(0, type.indexOf('/')) + "/*";
            boolean accepted = ranges.contains(type) || ranges.contains(family) || ranges.contains("*/*");
            if (!accepted) throw Refusal.NOT_ACCEPTABLE.exception();
        }
    }

    // Weight zero means "not this one" (RFC 9110 §12.4.2).
    private static boolean isWanted(String range) {
        return range.indexOf(';') < 0 || !WEIGHT_ZERO.matcher(range).find();
    }

    private static String mediaType(String value) {
        int parameters = value.indexOf(';');
        String type = parameters < 0 ? value : value.substring(0, parameters);
        return type.trim().toLowerCase(Locale.ROOT);
    }
}
