package dev.mcpoauth.example.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One persistent HTTP/1.1 connection that sends prepared bytes and reads answers: so little work that the generator is
 * not what the run measures. Used by one thread.
 */
final class RawConnection implements Closeable {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private Closeable whenClosed = () -> {};

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    }

    /** The bytes of a request with a body. */
    static byte[] post(String path, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return bytes("POST " + path, headers + "Content-Length: " + length + "\r\n", body);
    }

    /** The bytes of a request without. */
    static byte[] get(String path, String headers) {
        return bytes("GET " + path, headers, "");
    }

    private static byte[] bytes(String methodAndPath, String headers, String body) {
        return (methodAndPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and reads its answer whole. */
    Answer exchange(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        String location = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("location:")) {
                location = header.substring(9).strip();
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        return new Answer(status, location, chunked ? chunks() : text(length), last);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.append(text(size));
            line();
        }
        line();
        return body.toString();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    int port() {
        return socket.getPort();
    }

    /** What has to end with this connection. */
    void onClose(Closeable other) {
        Closeable before = whenClosed;
        whenClosed = () -> {
            before.close();
            other.close();
        };
    }

    @Override
    public void close() throws IOException {
        whenClosed.close();
        socket.close();
    }

    /**
     * What came back.
     *
     * @param location of a redirect, or empty
     * @param last whether the connection ends with it
     */
    record Answer(int status, String location, String body, boolean last) {}
}
