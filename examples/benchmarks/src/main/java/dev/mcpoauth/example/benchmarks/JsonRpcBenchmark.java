package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing one {@code tools/call}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonRpcBenchmark {
    private static final byte[] CALL = """
            {"jsonrpc":"2.0","id":42,"method":"tools/call","params":{"name":"query","arguments":{"sql":\
            "select title, price from books where author_id = ? order by price","parameters":[17],"maxRows":50},\
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}""".getBytes(StandardCharsets.UTF_8);

    private final JsonRpcMessage message = JsonRpcCodec.DEFAULT.read(CALL);

    /** Bytes to message. */
    @Benchmark
    public JsonRpcMessage read() {
        return JsonRpcCodec.DEFAULT.read(CALL);
    }

    /** Message to bytes. */
    @Benchmark
    public byte[] write() {
        return JsonRpcCodec.DEFAULT.write(message);
    }
}
