package dev.mcpoauth.client.bridge.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on 127.0.0.1 that tunnels wherever it is asked to one port, and answers everything else by itself. */
final class PretendProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final int target;

    PretendProxy(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        workers.execute(this::accept);
    }

    String url(String credentials) {
        return "http://" + credentials + "127.0.0.1:" + listening.getLocalPort();
    }

    /** The request lines and headers that it got. */
    List<String> heads() {
        return heads;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                workers.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            workers.shutdown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            heads.add(head);
            OutputStream out = socket.getOutputStream();
            if (!head.startsWith("CONNECT ")) {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nproxy"
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return;
            }
            try (Socket onward = new Socket("127.0.0.1", target)) {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                workers.execute(() -> copy(onward, socket));
                socket.getInputStream().transferTo(onward.getOutputStream());
            }
        } catch (IOException gone) {
            heads.add("(gone)");
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException gone) {
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the head of a request ended");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        workers.shutdownNow();
    }
}
