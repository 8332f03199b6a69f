package dev.mcpoauth.example.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The least that a servlet can do with the same bytes. */
final class BareServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] BODY =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}}"
                    .getBytes(UTF_8);

    @Override
    protected void doGet(HttpServletRequest in, HttpServletResponse out) throws IOException {
        doPost(in, out);
    }

    @Override
    protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
        in.getInputStream().readAllBytes();
        out.setContentType("application/json");
        out.setContentLength(BODY.length);
        out.getOutputStream().write(BODY);
    }
}
