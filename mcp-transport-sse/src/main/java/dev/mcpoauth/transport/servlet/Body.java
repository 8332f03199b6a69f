package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request body up to a limit. */
final class Body {

    private Body() {}

    static byte[] read(HttpServletRequest request, int maxBytes) {
        if (request.getContentLengthLong() > maxBytes) throw Refusal.BODY_TOO_LARGE.exception();
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(maxBytes);
            if (body.length == maxBytes && in.read() >= 0) throw Refusal.BODY_TOO_LARGE.exception();
            if (request.getContentLengthLong() > body.length) throw Refusal.BODY_INCOMPLETE.exception();
            return body;
        } catch (IOException e) {
            throw Refusal.BODY_INCOMPLETE.exception();
        }
    }
}
