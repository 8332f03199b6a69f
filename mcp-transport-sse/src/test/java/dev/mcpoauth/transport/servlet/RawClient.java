package dev.mcpoauth.transport.servlet;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A client as no library would let one be: it sends half of a request, reads nothing, or is gone at once. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient connect(TestServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        return new RawClient(socket);
    }

    /** One with a receive buffer so small that the server notices soon that nothing is read. */
    static RawClient connectWithSmallBuffer(TestServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
        socket.setSoTimeout(20_000);
        return new RawClient(socket);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** For what the server may refuse while it is being sent. */
    RawClient sendIfTaken(String text) {
        try {
            return send(text);
        } catch (IOException refused) {
            return this;
        }
    }

    RawClient send(HttpRequest request) throws IOException {
        String body = body(request);
        return send(head(request, body.getBytes(StandardCharsets.UTF_8).length)).send(body);
    }

    /** Everything up to the body, which is announced to have this length. */
    static String head(HttpRequest request, long length) {
        StringBuilder head = new StringBuilder(request.method())
                .append(" /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        return head.append("\r\n").toString();
    }

    static String body(HttpRequest request) {
        AtomicReference<String> body = new AtomicReference<>("");
        request.bodyPublisher()
                .ifPresent(publisher -> publisher.subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(java.nio.ByteBuffer item) {
                        body.set(body.get() + StandardCharsets.UTF_8.decode(item));
                    }

                    @Override
                    public void onError(Throwable throwable) {
                        throw new IllegalStateException(throwable);
                    }

                    @Override
                    public void onComplete() {
                        // Everything is there.
                    }
                }));
        return body.get();
    }

    /** The next line of the answer; nothing at its end. */
    @Nullable
    String line() throws IOException {
        return reader().readLine();
    }

    /** The answer up to the end of the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The answer up to the end of the connection, however it ends. */
    String untilLost() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 16];
        try (InputStream in = socket.getInputStream()) {
            for (int length = in.read(some); length >= 0; length = in.read(some)) answer.write(some, 0, length);
        } catch (IOException lost) {
            return answer.toString(StandardCharsets.UTF_8);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private BufferedReader reader() throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
