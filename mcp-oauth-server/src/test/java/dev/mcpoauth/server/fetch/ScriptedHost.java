package dev.mcpoauth.server.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host on 127.0.0.1 that answers each connection with the same bytes, whatever they are. */
final class ScriptedHost implements AutoCloseable {
    private final ServerSocket listening;
    private final Answer answer;
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Writes to whoever has sent the head of a request. */
    @FunctionalInterface
    interface Answer {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    ScriptedHost(Answer answer) throws IOException {
        this.answer = answer;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept, "scripted-host");
        accepting.setDaemon(true);
        accepting.start();
    }

    static ScriptedHost saying(String response) throws IOException {
        return new ScriptedHost(out -> out.write(response.getBytes(ISO_8859_1)));
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                StringBuilder head = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                }
                requests.add(head.toString());
                answer.to(socket.getOutputStream());
                socket.getOutputStream().flush();
            } catch (IOException gone) {
                // The peer hung up, or the test is over.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
