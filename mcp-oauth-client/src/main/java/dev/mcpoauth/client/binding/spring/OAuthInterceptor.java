package dev.mcpoauth.client.binding.spring;

import dev.mcpoauth.client.Refusal;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Signs in the requests of a {@code RestClient} or {@code RestTemplate}: those that the session covers carry its tokens, and
 * one that was refused is repeated when the refusal could be mended. Requests to other origins, and requests that bring an
 * {@code Authorization} of their own, pass unchanged. Thread-safe.
 *
 * <p>Place it last, so that what the other interceptors add is repeated too. The request factory must not follow redirects
 * to other origins, as it would take the token along.
 */
public final class OAuthInterceptor implements ClientHttpRequestInterceptor {
    private static final int MOST_REPEATS = 3;

    private final ResourceSession session;

    public OAuthInterceptor(ResourceSession session) {
        this.session = session;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        boolean foreign =
                !session.covers(request.getURI()) || request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION) != null;
        if (foreign) {
            return execution.execute(request, body);
        }
        try {
            return authorized(request, body, execution);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a token");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private ClientHttpResponse authorized(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException, InterruptedException {
        for (int repeats = MOST_REPEATS; ; repeats--) {
            Map<String, String> sent = session.headers(request.getMethod().name(), request.getURI());
            ClientHttpResponse response = execution.execute(with(request, sent), body);
            if (repeats == 0 || !mended(request, response, sent)) {
                return response;
            }
            response.close();
        }
    }

    private static HttpRequest with(HttpRequest request, Map<String, String> added) {
        HttpHeaders all = new HttpHeaders();
        request.getHeaders().forEach((name, values) -> all.addAll(name, values));
        added.forEach(all::set);
        return new HttpRequestWrapper(request) {
            @Override
            public HttpHeaders getHeaders() {
                return all;
            }
        };
    }

    private boolean mended(HttpRequest request, ClientHttpResponse response, Map<String, String> sent)
            throws IOException, InterruptedException {
        int status = response.getStatusCode().value();
        if (status != 401 && status != 403) {
            return false;
        }
        Refusal refusal = new Refusal(
                request.getMethod().name(),
                request.getURI(),
                operation(request.getHeaders()),
                status,
                lowerCase(response.getHeaders()),
                sent);
        try {
            return session.refused(refusal) == Verdict.RETRY;
        } catch (IOException | InterruptedException e) {
            response.close();
            throw e;
        }
    }

    /** What MCP's mirrored headers say, else nothing. */
    private static String operation(HttpHeaders headers) {
        String method = Optional.ofNullable(headers.getFirst("Mcp-Method")).orElse("");
        String name = Optional.ofNullable(headers.getFirst("Mcp-Name")).orElse("");
        return (method + " " + name).trim();
    }

    private static Map<String, List<String>> lowerCase(HttpHeaders headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return lower;
    }
}
